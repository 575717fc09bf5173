"""How the plans database came to be."""
