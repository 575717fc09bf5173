"""Copies of what the registry tells, so that nobody has to be asked.

Places and organs are named in plans; offices, appointments and structures say who may
sit, vote and sign for them.
"""
