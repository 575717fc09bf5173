"""Twelve questions that a good One Plan answers, each with its evidence."""
