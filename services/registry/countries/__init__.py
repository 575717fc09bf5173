"""The country this registry is of: one for good, described by its pack."""
