"""What a domain may use: errors, pages, rules and the description of its entities."""
