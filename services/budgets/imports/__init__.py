"""Funds, allocations and lines from an uploaded file: all of it, or what is wrong."""
