"""Improvement plans (DMIP): templates, batches of districts, and working through tasks.

templates  versioned: the linked tasks, and the bodies that decide, by country
schedule   due dates, what is late, what drives the end; how districts compare
models     the plan;  tasks, its linked tasks;  working, how they are moved
"""
