"""The content of an adopted plan, written down once and sealed."""
