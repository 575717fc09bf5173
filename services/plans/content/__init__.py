"""What a plan says before it promises: diagnosis, vision, strategies, and links."""
