"""What registrars and reviewers do with change proposals, and what was told."""

from sqlalchemy import text

from chassis.database import EVERYWHERE, transaction
from tests.harness import Running

DEPARTMENT = {
    "code": "NC-TESTS",
    "name": "Northern Cape Department of Tests",
    "kind": "provincial_department",
    "place_code": "NC",
}


def named(code: str, **changes: object) -> dict[str, object]:
    return DEPARTMENT | {"code": code} | changes


async def read(registry: Running, path: str, role: str = "auditor"):
    async with registry.as_(role) as reader:
        return await reader.get(path)


async def organ(registry: Running, code: str, as_of: str = "2026-11-01"):
    return await read(registry, f"/v1/organs/{code}?as_of={as_of}")


async def told(registry: Running, word: str, of: str) -> list[dict]:
    async with transaction(registry.sessions, EVERYWHERE) as session:
        rows = await session.scalars(
            text(
                "select payload from outbox where subject like :subject "
                "and payload::text like :of order by position"
            ),
            {"subject": f"%.{word}.v1", "of": f"%{of}%"},
        )
        return list(rows)
