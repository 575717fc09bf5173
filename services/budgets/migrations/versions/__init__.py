"""How the budgets' database came to be."""
