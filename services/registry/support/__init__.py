"""Support that a space asks of a hub, from the question to its end."""
