"""Validation, decisions of the bodies, reviews and versions of improvement plans."""
