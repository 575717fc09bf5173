"""What the law gives a plan time for, and how much of it is left."""
