"""The shapes of places, where they are known, and a map for where they are not."""
