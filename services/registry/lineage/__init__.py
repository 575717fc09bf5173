"""What a municipality came from and became, and in which shares."""
