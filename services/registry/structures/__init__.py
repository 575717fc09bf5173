"""Intergovernmental structures: who sits in them by office, and how they decide."""
