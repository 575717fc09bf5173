"""Ledger postings per second, beside bare commits of the same rows."""

import asyncio
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

import asyncpg

from chassis.clock import now
from chassis.database import EVERYWHERE, connect, sessions_of, transaction
from chassis.migrations import migrate
from contracts.ids import AccountId
from deploy.databases import application_role_of, create_database, database_of
from deploy.embedded.postgres import Postgres, postgres
from services.budgets.ledger import service
from services.budgets.ledger.models import AccountKind, TransactionKind
from services.budgets.ledger.values import Movement, Opening, Posting

ROUNDS = 5
SECONDS = 1.0
WRITERS = (1, 8, 32)
ACCOUNTS = 1000
BULK = 500
SPACE = "DC45"
RAND = Decimal("1.00")

Step = Callable[[asyncpg.Connection], Awaitable[object]]
Pair = tuple[UUID, UUID]

BARE_TABLES = """
create table bare_transaction as select * from ledger_transaction with no data;
alter table bare_transaction add primary key (id);
create table bare_entry (like entry including indexes);
grant insert on bare_transaction, bare_entry to public;
"""

BARE = """
with posted as (
  insert into bare_transaction
  select $1::uuid, 'DC45', 'payment', 'bench', '', null, null, 'bench', $2
)
insert into bare_entry
select account_id, 1, 'DC45', $1, amount, 'payment', $2, sha256(''), sha256('')
from unnest($3::uuid[], $4::numeric[]) as e(account_id, amount)
"""

POST = "select ledger_post($1, '{1,1}', $2, $3)"


@dataclass(frozen=True)
class Lab:
    dsn: str
    accounts: list[UUID]

    def pair(self) -> Pair:
        first, second = random.sample(self.accounts, 2)
        return first, second

    def hot_pair(self) -> Pair:
        return self.accounts[0], random.choice(self.accounts[1:])


async def bare(connection: asyncpg.Connection) -> None:
    ids = [uuid4(), uuid4()]
    await connection.fetch(BARE, uuid4(), now(), ids, [-RAND, RAND])


def posting(pair: Callable[[], Pair]) -> Step:
    async def step(connection: asyncpg.Connection) -> None:
        row = (uuid4(), SPACE, "payment", "bench", "", None, None, "bench", now())
        await connection.fetch(POST, [row], sorted(pair()), [-RAND, RAND])

    return step


async def per_second(lab: Lab, writers: int, step: Step) -> float:
    async with asyncpg.create_pool(
        lab.dsn,
        min_size=writers,
        max_size=writers,
        init=lambda connection: _warm(connection, step),
        server_settings={"onedistrict.spaces": SPACE, "jit": "off"},
    ) as pool:
        return await _rate(writers, lambda until: _write(pool, step, until))


async def _warm(connection: asyncpg.Connection, step: Step) -> None:
    """The first calls of a connection learn types and make plans."""
    for _ in range(10):
        await step(connection)


async def _write(pool: asyncpg.Pool, step: Step, until: float) -> int:
    done = 0
    async with pool.acquire() as connection:
        while time.perf_counter() < until:
            await step(connection)
            done += 1
    return done


async def _rate(writers: int, write: Callable[[float], Awaitable[int]]) -> float:
    began = time.perf_counter()
    done = await asyncio.gather(*(write(began + SECONDS) for _ in range(writers)))
    return sum(done) / (time.perf_counter() - began)


async def through_sessions(lab: Lab, writers: int, together: int) -> float:
    """As the service does it: a session, its own transaction, `post_many`."""
    engine = connect(lab.dsn.replace("://", "+asyncpg://"), pool_size=writers)
    sessions = sessions_of(engine)

    async def write(until: float) -> int:
        done = 0
        while time.perf_counter() < until:
            async with transaction(sessions, EVERYWHERE) as session:
                wanted = [_payment(lab.pair()) for _ in range(together)]
                await service.post_many(session, wanted, by="bench")
            done += together
        return done

    await asyncio.gather(*(write(time.perf_counter() + 0.1) for _ in range(writers)))
    rate = await _rate(writers, write)
    await engine.dispose()
    return rate


def _payment(pair: Pair) -> Posting:
    giver, taker = map(AccountId, pair)
    return Posting(
        space_code=SPACE,
        kind=TransactionKind.PAYMENT,
        reference="bench",
        movements=[Movement(giver, -RAND), Movement(taker, RAND)],
    )


async def prepared(server: Postgres) -> Lab:
    """A migrated database with accounts that have money."""
    await create_database(server.admin_url, "budgets", "bench")
    name = database_of("budgets")
    owner_url = server.url(name, name, "bench")
    await migrate(owner_url, "budgets", app_role=application_role_of("budgets"))
    owner = await asyncpg.connect(_dsn(owner_url))
    await owner.execute(BARE_TABLES)
    await owner.close()
    url = server.url(name, application_role_of("budgets"), "bench")
    return Lab(_dsn(url), await _funded_accounts(url))


def _dsn(url: str) -> str:
    return url.replace("+asyncpg", "")


async def _funded_accounts(url: str) -> list[UUID]:
    engine = connect(url)
    source = Opening(code="source", kind=AccountKind.SOURCE, floor=None)
    lines = [Opening(code=f"line{n}", kind=AccountKind.LINE) for n in range(ACCOUNTS)]
    async with transaction(sessions_of(engine), EVERYWHERE) as session:
        ids = await service.open_accounts(session, SPACE, [source, *lines])
        spring = ids.pop("source")
        plenty = Decimal(1_000_000_000)
        movements = [Movement(account, plenty) for account in ids.values()]
        movements.append(Movement(spring, -plenty * len(ids)))
        opening = Posting(
            space_code=SPACE,
            kind=TransactionKind.ALLOCATION,
            reference="bench",
            movements=movements,
        )
        await service.post(session, opening, by="bench")
    await engine.dispose()
    return list(ids.values())


async def measure(server: Postgres) -> None:
    lab = await prepared(server)
    kinds = {
        "bare": bare,
        "spread": posting(lab.pair),
        "hot": posting(lab.hot_pair),
    }
    print(f"{'writers':>7} {'bare':>8} {'spread':>14} {'hot':>14}   per second")
    for writers in WRITERS:
        seen: dict[str, list[float]] = {kind: [] for kind in kinds}
        for _ in range(ROUNDS):
            for kind, step in kinds.items():
                seen[kind].append(await per_second(lab, writers, step))
        bare_rate, spread, hot = (median(rates) for rates in seen.values())
        print(
            f"{writers:>7} {bare_rate:8.0f}"
            f" {spread:8.0f} ({spread / bare_rate:.2f})"
            f" {hot:8.0f} ({hot / bare_rate:.2f})"
        )
    for together in (1, BULK):
        rates = [await through_sessions(lab, 8, together) for _ in range(ROUNDS)]
        print(f"8 writers through sessions, {together} at a time: {median(rates):.0f}")
    await _verify(lab)


async def _verify(lab: Lab) -> None:
    engine = connect(lab.dsn.replace("://", "+asyncpg://"))
    async with transaction(sessions_of(engine), EVERYWHERE) as session:
        began = time.perf_counter()
        found = await service.verify(session)
        took = time.perf_counter() - began
    await engine.dispose()
    print(f"{found.entries} entries verified in {took:.2f} s: whole {found.is_whole}")


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres(Path(folder) / "postgres") as server,
    ):
        asyncio.run(measure(server))


if __name__ == "__main__":
    main()
