"""Money by municipality and year, as recorded or on the boundaries of today."""
