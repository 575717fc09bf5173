"""The One Budget of a space: funds, what they have to give, and what draws on them.

models      tables
values      the same as values, compared whole and written many at a time
posting     what they are in the ledger
"""
