"""Copies of what became of municipalities, and of where adopted interventions are."""
