"""A search among 100,000 interventions: how the database finds them, and how long."""

import asyncio
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import ClauseElement, Executable, Select, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from chassis.database import NOWHERE, connect, sessions_of, transaction
from chassis.migrations import migrate
from deploy.databases import create_database
from deploy.embedded.postgres import Postgres, postgres
from deploy.topology import application_role_of, database_of
from services.plans.search.models import Looking
from services.plans.search.repository import Search

PASSWORD = "bench"
FILLED = (
    """
    insert into plan (id, space_code, title, status, provenance, generation, version,
      drafted_by, drafted_at, updated_at)
    select gen_random_uuid(), 'B' || n, 'One Plan ' || n, 'draft', 'illustrative', 1, 1,
      'bench', now(), now()
    from generate_series(1, 200) n
    """,
    """
    insert into intervention (plan_id, space_code, code, title, focus_area,
      location_codes, lead_organ, sphere, depends_on)
    select p.id, p.space_code, 'I' || n,
      (array['Bulk water', 'Road', 'Clinic', 'Housing', 'Sewer'])[1 + n % 5] || ' at '
        || md5(random()::text) || case when n % 500 = 7 then ' outfall' else '' end,
      'infrastructure_engineering', array[p.space_code], 'DWS', 'national', '[]'
    from plan p, generate_series(1, 500) n
    """,
    """
    insert into decision (id, plan_id, space_code, plan_version, decided_by, role,
      decision, decided_at, content_sha256)
    select gen_random_uuid(), id, space_code, 1, 'bench', 'bench', 'approve', now(), ''
    from plan where substr(space_code, 2)::int <= 150
    """,
    "set local session_replication_role = replica",
    """
    update plan set status = 'adopted', adopted_at = now()
    where substr(space_code, 2)::int <= 150
    """,
)
ASKED = ("outfall", "clinic -water", "water or sewer", "bulk wat")
ROUNDS = 7


async def measure(server: Postgres) -> None:
    name = database_of("plans")
    await create_database(server.admin_url, "plans", PASSWORD)
    await migrate(
        server.url(name, name, PASSWORD), "plans", app_role=application_role_of("plans")
    )
    await fill(server.admin_url.rpartition("/")[0] + f"/{name}")
    engine = connect(server.url(name, application_role_of("plans"), PASSWORD))
    async with transaction(sessions_of(engine), NOWHERE) as session:
        for words in ASKED:
            print(await plan_of(session, words))
            took = [await once(session, words) for _ in range(ROUNDS)]
            print(f"  {words!r}: {median(took):.0f} ms for the first 50")
    await engine.dispose()


async def fill(url: str) -> None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        for statement in FILLED:
            await connection.execute(text(statement))
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text("vacuum analyze"))
    await engine.dispose()


def asked_for(session: AsyncSession, words: str) -> Select[Any]:
    search = Search(session, Looking(words=words))
    return search.asked(drafts_in=NOWHERE, after=None, limit=50)


class Explain(Executable, ClauseElement):
    """How the database answers a statement."""

    inherit_cache = False

    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement


@compiles(Explain)
def explained(element: Explain, compiler: SQLCompiler, **_: object) -> str:
    return "explain (analyze, costs off) " + compiler.process(element.statement)


async def plan_of(session: AsyncSession, words: str) -> str:
    lines = await session.scalars(Explain(asked_for(session, words)))
    return "\n".join(lines)


async def once(session: AsyncSession, words: str) -> float:
    began = time.perf_counter()
    await session.execute(asked_for(session, words))
    return (time.perf_counter() - began) * 1000


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres(Path(folder) / "postgres") as server,
    ):
        asyncio.run(measure(server))


if __name__ == "__main__":
    main()
