"""Copies of places, organs and interventions, so that nobody has to be asked."""
