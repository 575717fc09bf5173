"""Writing a plan together: who owns which section, who said what about which field."""
