"""Commitments by municipality and year, as recorded or on today's boundaries."""
