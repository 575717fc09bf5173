"""Copies of the registry's places and organs, so that nobody has to be asked."""
