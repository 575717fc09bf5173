"""Figures of places: counted on boundaries, and carried to others only by weights."""
