"""Tables, sessions and transactions; a transaction sees only its own spaces."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Date, DateTime, Enum, MetaData, Numeric, Text, Uuid, text
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase

Sessions = async_sessionmaker[AsyncSession]

Spaces = frozenset[str]
EVERYWHERE: Spaces = frozenset({"*"})
NOWHERE: Spaces = frozenset()

POOL_SIZE = 8
POOL_WAIT_SECONDS = 5
LONGEST_WORD = 64

AS_WHOM = """
select set_config('onedistrict.spaces', :spaces, true),
  set_config('onedistrict.caller', :caller, true)
"""
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def tables() -> MetaData:
    """A service's own collection of tables."""
    return MetaData(naming_convention=NAMES)


class Table(DeclarativeBase):
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        datetime: DateTime(timezone=True),
        date: Date,
        Decimal: Numeric(20, 2),
        UUID: Uuid,
    }


def one_of(words: type[StrEnum]) -> Enum:
    """A text column that holds one of these words."""
    return Enum(
        words,
        native_enum=False,
        length=LONGEST_WORD,
        values_callable=lambda kind: [word.value for word in kind],
    )


def connect(
    database_url: str,
    *,
    pool_size: int = POOL_SIZE,
    pool_wait_seconds: float = POOL_WAIT_SECONDS,
) -> AsyncEngine:
    """An engine with the time limits every service runs under."""
    return create_async_engine(
        database_url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=pool_wait_seconds,
        pool_pre_ping=True,
        connect_args={
            "server_settings": {
                "lock_timeout": "5s",
                "statement_timeout": "30s",
                "idle_in_transaction_session_timeout": "30s",
                "timezone": "UTC",
                "jit": "off",
            }
        },
    )


def sessions_of(engine: AsyncEngine) -> Sessions:
    return async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def transaction(
    sessions: Sessions, spaces: Spaces = NOWHERE, *, caller: str = ""
) -> AsyncGenerator[AsyncSession]:
    """One unit of work: everything in it commits together, or nothing does.

    `spaces` is what row-level security lets it see and change: codes of spaces,
    or `EVERYWHERE`. `caller` is who acts, as JSON, for triggers that note it.
    """
    async with sessions.begin() as session:
        await session.execute(
            text(AS_WHOM), {"spaces": ",".join(sorted(spaces)), "caller": caller}
        )
        yield session


@asynccontextmanager
async def undone(session: AsyncSession) -> AsyncGenerator[None]:
    """A savepoint that is always undone: what would happen, and nothing happens.

    What the database checks at the end of a transaction it checks here.
    """
    savepoint = await session.begin_nested()
    try:
        yield
        await session.flush()
        await session.execute(text("set constraints all immediate"))
    finally:
        await savepoint.rollback()
