"""Beginning a draft from a named template, or from what another space adopted."""
