"""Sittings of structures: planned, convened, closed; their agendas and commissions."""
