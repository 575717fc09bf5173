"""Sending the files of a demarcation, and having them approved by somebody else."""

from typing import Any

import httpx
from sqlalchemy import text

from chassis.database import EVERYWHERE, transaction
from tests.harness import Running
from tests.registry.proposing import decided

MUNICIPALITY = (
    "code,name,category,parent_code,space_code,province_code,miif_class,valid_from,"
    "valid_from_basis,valid_to\n"
)
TRANSITION = "date,old_code,new_code,old_change,new_change,weight,population,source\n"
WARD = "code,name,municipality_code,valid_from,valid_to\n"
SPACE = "code,name,kind,province_code,seat,valid_from,valid_to\n"
KURUMAN = "NC454,Kuruman,B,DC45,DC45,NC,,2026-11-04,established,\n"
MERGER = (
    "2026-11-04,NC452,NC454,disestablished,established,,,\n"
    "2026-11-04,NC453,NC454,disestablished,established,,,\n"
)


async def sent(
    registry: Running, *, dry_run: bool = False, **tables: str
) -> httpx.Response:
    """As they are proposed."""
    async with registry.as_("administrator") as administrator:
        return await administrator.post(
            "/v1/demarcation-imports",
            data={
                "vintage": "za-2026-11-04",
                "source": "an invented gazette",
                "dry_run": str(dry_run).lower(),
            },
            files={
                name: (f"{name}.csv", table.encode(), "text/csv")
                for name, table in tables.items()
            },
        )


async def applied(registry: Running, **tables: str) -> dict[str, Any]:
    """Propose and approve; what the proposal showed."""
    proposed = await sent(registry, **tables)
    assert proposed.is_success, proposed.text
    approval = await decided(registry, proposed.json()["id"], "approval")
    assert approval.is_success, approval.text
    return proposed.json()


def merger() -> dict[str, str]:
    """Ga-Segonyana and Gamagara become one."""
    return {
        "municipalities": MUNICIPALITY + KURUMAN,
        "transitions": TRANSITION + MERGER,
    }


async def events(registry: Running) -> list[str]:
    async with transaction(registry.sessions, EVERYWHERE) as session:
        rows = await session.scalars(
            text("select subject from outbox where aggregate = 'za-2026-11-04'")
        )
        return [subject.split(".")[2] for subject in rows]
