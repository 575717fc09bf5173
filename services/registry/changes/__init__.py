"""Master data changes by proposal: stated by one person, reviewed by another.

subjects  the kinds of records a proposal may carry
files     a file's rows, as they are stated; faults by row and column
"""
