"""New identifiers: UUID version 7, so that rows made together lie together (RFC 9562)."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    return uuid7()
