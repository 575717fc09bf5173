"""Interventions written one by one, each with an ETag of its own."""
