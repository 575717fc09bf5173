"""What a plan says against itself, found before it is adopted."""
