"""From four completed stages to a decision, and what the decision causes."""
