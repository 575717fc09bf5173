"""The intergovernmental and social compact: who signs the sealed plan."""
