"""How the monitoring database came to be."""
