"""Who said what about which record or field of a plan, until it is settled."""
