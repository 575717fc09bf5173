"""The words of plans, interventions and resolutions, in one index for all who look."""
