"""What a resolution changed, readable from both sides: resolution to rand."""
