"""Agendas and what sittings decided, from files and into files."""
