"""Does the money follow the plan? The check of a One Plan against the One Budget."""
