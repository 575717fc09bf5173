"""Does the money follow the plan? The check of a One Plan against the One Budget.

models          adopted plans, as the plans service told them
results         checks, and the findings they open and close
rules           what a misalignment is; rows in, findings out
configuration   what the rules may be told, since when
gathering       everything one check looks at
checking        one check: findings synchronised, everybody told
service         when a check is due, and what may be asked about it
"""
