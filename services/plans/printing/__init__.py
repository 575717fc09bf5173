"""A One Plan on paper, drawn from our own data."""
