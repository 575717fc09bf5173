"""Interventions from an uploaded file: all of them, or what is wrong with it."""
