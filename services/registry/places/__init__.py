"""Where things are: provinces, spaces and municipalities, each over time."""
