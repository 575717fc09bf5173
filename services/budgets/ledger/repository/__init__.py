"""Where the ledger is kept; nothing else calls the database's posting functions.

accounts, transactions, reservations   the collections
verification                           everything they claim, computed again
"""
