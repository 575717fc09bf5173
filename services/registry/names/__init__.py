"""What places and organs are called: former names, other schemes, messy labels.

rules      text in, comparable text out
lexicon    every name of every place, ready to be looked up
resolving  a label in, a place out, or the reason why none
"""
