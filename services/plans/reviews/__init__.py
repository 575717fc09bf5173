"""The yearly review of an adopted plan, and what it concludes."""
