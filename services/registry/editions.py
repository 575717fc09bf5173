"""Which edition of the country pack's files the database holds."""

import json
from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# Replicas that start together load one after the other.
TAKE = """
insert into reference_edition (part, sha256) values (:part, :sha256)
on conflict (part) do update set sha256 = excluded.sha256, loaded_at = now()
where reference_edition.sha256 <> excluded.sha256
returning true
"""


async def is_new(session: AsyncSession, part: str, records: Sequence[object]) -> bool:
    """Note this edition of a part; false when the database has it already."""
    digest = sha256(
        json.dumps([_plain(record) for record in records], default=_text).encode()
    ).hexdigest()
    taken = await session.scalar(text(TAKE), {"part": part, "sha256": digest})
    return taken is not None


def _plain(record: object) -> Any:  # noqa: ANN401  whatever JSON holds
    if is_dataclass(record) and not isinstance(record, type):
        return asdict(record)
    return record


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(type(value).__name__)
