"""Improvement plans (DMIP): from an assessment to approved, funded, reviewed actions.

templates  versioned: the linked tasks, and the bodies that decide, by country
schedule   due dates, what is late, what drives the end; how districts compare
rules      scores, costs, funding gaps, and what stands in the way of approval
refusals   what the rules refuse
models     the plan and its records;  tasks and content are its parts
"""
