Feature: Service architecture structure
  Scenario: Core
    Then "core" has "domain" for entities and value objects, commands and events,
    And "use_cases" for actions, queries and reactions,
    And "ports/incoming" for the API contracts (the offers: what, to whom, where, shown as what),
    And "ports/outgoing" for the interfaces to the outside
  Scenario: Adapters
    Then "adapters/incoming" has controllers, pages and consumers, "adapters/outgoing" repositories and clients
  Scenario: Entry points
    Then the root has "config", "main.py" and "Dockerfile"
