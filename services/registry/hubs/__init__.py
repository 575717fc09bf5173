"""Hubs: who supports which spaces, with what functions, posts and skills."""
