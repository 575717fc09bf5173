"""The service's own history."""
