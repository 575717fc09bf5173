"""How the registry's database came to be."""
