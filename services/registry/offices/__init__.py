"""Offices: what may be held, for which places, and what it lets its holder do."""
