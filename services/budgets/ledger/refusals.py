"""The ledger's rules, and the signs by which the database says that one was broken."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from chassis.errors import Conflict, NotFound, Refusal, Unprocessable


class AccountNotFound(NotFound):
    """There is no such account in this space."""


class AccountFrozen(Conflict):
    """A frozen account neither gives nor receives until it has been looked into."""


class AccountOpenedDifferently(Conflict):
    """An account keeps the kind, currency and floor it was opened with."""


class AmountNotPostable(Unprocessable):
    """An amount is not zero, has at most 17 digits before the point and 2 after it."""


class InsufficientFunds(Conflict):
    """An account never gives more than it has: posted - pending >= floor."""


class TransactionNotBalanced(Unprocessable):
    """The entries of a transaction sum to exactly zero in each currency."""


class TransactionTooSmall(Unprocessable):
    """A transaction moves money between at least two accounts."""


class TransactionNotFound(NotFound):
    """There is no such ledger transaction."""


class TransactionAlreadyPosted(Conflict):
    """A ledger transaction is posted once; its identifier is taken."""


class AlreadyReversed(Conflict):
    """A transaction is reversed once."""


class NotReversibleByHand(Conflict):
    """Only payments and adjustments are reversed here; load the budget to change it."""


class ReservationNotFound(NotFound):
    """There is no such reservation."""


class ReservationNotOpen(Conflict):
    """A reservation that was settled, voided or expired can no longer be used."""


class SettlementExceedsReservation(Conflict):
    """No more is paid from a reservation than is left of it."""


OF_ACCOUNTS = (AccountNotFound, AccountFrozen, AmountNotPostable, InsufficientFunds)

BY_SQLSTATE: dict[str, type[Refusal]] = {
    "LG001": AccountNotFound,
    "LG002": AccountFrozen,
    "LG003": AmountNotPostable,
    "LG004": InsufficientFunds,
    "LG005": TransactionNotBalanced,
    "LG006": TransactionTooSmall,
    "LG007": ReservationNotFound,
    "LG008": ReservationNotOpen,
    "LG009": SettlementExceedsReservation,
}

BY_CONSTRAINT: dict[str, type[Refusal]] = {
    "reversed_once": AlreadyReversed,
    "ledger_transaction_pkey": TransactionAlreadyPosted,
}


@contextmanager
def named() -> Generator[None]:
    """Raise the refusal whose rule the database found broken."""
    try:
        yield
    except DBAPIError as failure:
        reason = getattr(failure.orig, "__cause__", None)
        rule = BY_SQLSTATE.get(getattr(reason, "sqlstate", "")) or BY_CONSTRAINT.get(
            getattr(reason, "constraint_name", None) or ""
        )
        if rule is None or reason is None:
            raise
        raise rule(str(reason.args[0])) from failure
