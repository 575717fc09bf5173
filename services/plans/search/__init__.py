"""Finding plans, interventions and resolutions by their words."""
