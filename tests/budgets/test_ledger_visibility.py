"""A ledger is seen and moved in its own space only, whoever runs the statement."""

from dataclasses import replace

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from chassis.database import NOWHERE, Sessions, connect, sessions_of, transaction
from chassis.errors import NotFound
from deploy.embedded.postgres import Postgres
from services.budgets.ledger.refusals import AccountNotFound
from tests.budgets.ledger_book import SOURCE, Book

DC45 = frozenset({"DC45"})
ETH = frozenset({"ETH"})


@pytest.fixture
async def ours(budgets_sessions: Sessions) -> Book:
    book = Book(budgets_sessions, space="DC45", spaces=DC45)
    await book.fund("line", "100.00")
    return book


@pytest.fixture
async def theirs(budgets_sessions: Sessions) -> Book:
    book = Book(budgets_sessions, space="ETH", spaces=ETH)
    await book.fund("line", "100.00")
    return book


async def test_each_space_has_accounts_of_its_own(ours: Book, theirs: Book) -> None:
    await ours.move("1.00", SOURCE, "line")

    assert await ours.balances() == {"source": -101, "line": 101}
    assert await theirs.balances() == {"source": -100, "line": 100}


async def test_another_space_s_account_does_not_exist(ours: Book, theirs: Book) -> None:
    ours.ids["their line"] = theirs.ids["line"]

    with pytest.raises(AccountNotFound):
        await ours.account("their line")
    with pytest.raises(AccountNotFound):
        await ours.move("1.00", "line", "their line")
    with pytest.raises(AccountNotFound):
        await ours.reserve("their line", "1.00")
    with pytest.raises(AccountNotFound):
        await ours.freeze("their line")


async def test_money_does_not_leave_its_space_even_for_who_may_act_in_both(
    budgets_sessions: Sessions, ours: Book, theirs: Book
) -> None:
    both = Book(budgets_sessions, space="DC45", spaces=DC45 | ETH)
    both.ids = {"line": ours.ids["line"], "their line": theirs.ids["line"]}

    with pytest.raises(AccountNotFound):
        await both.move("1.00", "line", "their line")


async def test_a_bulk_for_several_spaces_keeps_each_in_its_own(
    budgets_sessions: Sessions, ours: Book, theirs: Book
) -> None:
    both = Book(budgets_sessions, spaces=DC45 | ETH)
    here, there = ours.posting(source="-1", line="1"), theirs.posting(line="-1")
    crossing = replace(there, movements=here.movements)

    with pytest.raises(AccountNotFound):
        await both.post(here, crossing)
    await both.post(here, theirs.posting(source="-2", line="2"))

    assert (await ours.balances())["line"] == 101
    assert (await theirs.balances())["line"] == 102


async def test_posting_into_another_space_is_refused_by_the_database(
    ours: Book, theirs: Book
) -> None:
    theirs.spaces = DC45

    with pytest.raises(DBAPIError) as refused:
        await theirs.move("1.00", SOURCE, "line")

    assert getattr(refused.value.orig, "sqlstate", None) == "42501"


async def test_without_a_space_nothing_is_seen(
    budgets_sessions: Sessions, ours: Book
) -> None:
    async with transaction(budgets_sessions, NOWHERE) as session:
        for table in ("account", "entry", "ledger_transaction", "reservation"):
            rows = await session.scalar(text(f"select count(*) from {table}"))
            assert rows == 0, table


async def test_verification_looks_at_one_s_own_spaces(ours: Book, theirs: Book) -> None:
    await ours.move("1.00", SOURCE, "line")

    assert (await ours.verify()).transactions == 2
    assert (await theirs.verify()).transactions == 1


async def test_a_temporary_table_cannot_stand_in_for_an_account(ours: Book) -> None:
    async with transaction(ours.sessions, ours.spaces) as session:
        path = await session.scalars(
            text("select proconfig[1] from pg_proc where prosecdef")
        )
        assert set(path) == {"search_path=public, pg_temp"}


async def test_functions_owned_by_a_superuser_are_bound_to_the_caller_s_spaces(
    postgres_server: Postgres, budgets_url: str, ours: Book, theirs: Book
) -> None:
    order = await theirs.reserve("line", "1.00")
    await hand_functions_to_superuser(postgres_server, budgets_url)
    theirs.spaces = DC45

    for attempt in (
        theirs.move("1.00", SOURCE, "line"),
        theirs.reserve("line", "1.00"),
        theirs.settle(order, SOURCE),
        theirs.void(order),
        theirs.freeze("line"),
    ):
        with pytest.raises(NotFound):
            await attempt
    await ours.move("1.00", "line", SOURCE)

    theirs.spaces = ETH
    assert await theirs.balances() == {"source": -100, "line": 100}
    assert (await theirs.account("line")).available == 99


async def hand_functions_to_superuser(server: Postgres, budgets_url: str) -> None:
    """As if the migrations had been run by a superuser."""
    database = make_url(budgets_url).database or ""
    engine = connect(server.url(database, "postgres", server.password))
    async with transaction(sessions_of(engine)) as session:
        names = await session.scalars(
            text(
                "select oid::regprocedure::text from pg_proc "
                "where proname like 'ledger%' and prosecdef"
            )
        )
        for name in names.all():
            await session.execute(text(f"alter function {name} owner to postgres"))
    await engine.dispose()
