"""What becomes of what sittings decided: actions, carry-over, age and traces."""
