"""Public comment: everyone reads a draft, may say something, and is answered."""
