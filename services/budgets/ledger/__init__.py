"""The ledger: every rand of the One Budget, moved from one account to another.

Double entry. A positive amount adds to an account (accountants: debit), a negative one
takes from it (credit); the entries of a transaction sum to exactly zero per currency.
An account never gives more than it has: posted - pending >= floor, where `pending` is
what reservations hold back and an account without a floor is where money comes from.

Append-only. A mistake is corrected by a reversal. Every account chains its entries by
SHA-256, so that `verify` finds what was changed, added or removed behind its back.

    service       what the rest of budgets asks of the ledger
    values        what is asked, and what a verification found
    models        accounts, transactions, entries, reservations as they stand
    refusals      the rules, named
    repository    the only place that calls the database's posting functions
"""
