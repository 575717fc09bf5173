"""One commitment per intervention and financial year of an adopted plan.

Only adopted plans have a baseline, so all of it is published.
"""
