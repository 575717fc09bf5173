"""What improvement plans say: measures, gaps by priority, costed actions; as tables."""
