"""Sections of a draft, each written by the organ of state that owns it."""
