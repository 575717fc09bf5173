"""The tables of a plan from an uploaded file: all of it, or what is wrong with it."""
