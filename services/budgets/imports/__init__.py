"""Funds, allocations and lines from an uploaded file: all of it, or what is wrong.

layouts     the columns of the three files
rows        one row, and what it means for what stands
rules       what a row must be true of besides its form
placing     that its place stood in its years
importers   the three files: how each is read, compared and written
service     loading one: read, wait for copies, lock, compare, write, check again
"""
