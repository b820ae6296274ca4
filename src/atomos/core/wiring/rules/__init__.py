"""The steps from the source of a rule to its expression."""
