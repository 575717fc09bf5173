"""A new demarcation is a data file: what it changes is shown, then applied whole."""
