"""One Plans and their interventions, while they are drafted and after."""
