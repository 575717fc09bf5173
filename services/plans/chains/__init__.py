"""Which bodies decide about a plan, in which order: dated, by kind of space."""
