"""Matters put before the structure above, which has so many days to acknowledge."""
