"""Who holds which office, from when to when, and which offices nobody holds."""
