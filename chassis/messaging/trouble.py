"""What went wrong: may it pass by itself, and how to say it without internals."""

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted

LONGEST_REASON = 500

# Serialization failure, deadlock, lock wait, too many connections, shutdown, start-up.
PASSING = frozenset({"40001", "40P01", "55P03", "53300", "57P01", "57P02", "57P03"})
CONNECTION_LOST = "08"


def is_passing(failure: BaseException) -> bool:
    """True when trying again, unchanged, may well succeed."""
    if isinstance(failure, DBAPIError):
        state = getattr(failure.orig, "sqlstate", None) or ""
        return (
            failure.connection_invalidated
            or state in PASSING
            or state.startswith(CONNECTION_LOST)
        )
    return isinstance(failure, PoolExhausted | OSError)


def explain(failure: BaseException) -> str:
    """The kind of failure and its message, without the statement that met it."""
    if isinstance(failure, DBAPIError) and failure.orig is not None:
        failure = failure.orig.__cause__ or failure.orig
    message = str(failure).partition("\n")[0]
    return f"{type(failure).__name__}: {message}"[:LONGEST_REASON].replace("\x00", "")
