"""Which interventions are catalytic: computed, with the evidence, never declared."""
