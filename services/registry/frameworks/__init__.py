"""What plans refer to: frameworks by version, how items relate, and programmes."""
