"""Bodies decide about a submitted plan, step by step, until it is adopted."""
