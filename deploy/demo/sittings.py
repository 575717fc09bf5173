"""The sittings of the demonstration: real ones as sources report them, and the next.

The IDP lekgotla of 2018 left challenges behind; they open the agenda of the forum's
next sitting, eight years old.
"""

import csv
import io
from collections import defaultdict
from pathlib import Path

from deploy.demo.api import Json, Role

DATA = Path(__file__).parents[1] / "demo_data"
PUBLIC = DATA / "public"
LEKGOTLA_FILE = DATA / "dc45" / "lekgotla_2018.csv"
FORUM = "DC45-DIF"
NEXT_TITLE = "Next sitting of the forum (illustrative)"

LEKGOTLA: Json = {
    "basis": "reported",
    "kind": "lekgotla",
    "title": "IDP lekgotla",
    "structure_code": FORUM,
    "begins_on": "2018-02-07",
    "ends_on": "2018-02-09",
    "provenance": "published",
    "source": "John Taolo Gaetsewe District Municipality, IDP lekgotla of 2018",
    "number": "DC45-LEKGOTLA-2018",
}
PARTICIPANTS = [
    {"name": "Sector departments", "kind": "sector_department"},
    {"name": "Municipalities of the district", "kind": "municipality"},
    {"name": "Mining houses", "kind": "mining_house"},
]
NEXT: Json = {
    "kind": "forum",
    "title": NEXT_TITLE,
    "structure_code": FORUM,
    "begins_on": "2027-02-10",
    "ends_on": "2027-02-10",
    "provenance": "illustrative",
}


async def record_reports(administrator: Role) -> None:
    """Record the real sittings that are not on record yet."""
    known = await _known(administrator)
    for report, rows in public_reports():
        if report["number"] not in known:
            await _report(administrator, report, rows)


async def open_the_next_agenda(planner: Role) -> list[Json]:
    """Record the lekgotla, carry over what it left; what is unresolved, by age."""
    known = await _known(planner)
    if LEKGOTLA["number"] not in known:
        await _report(planner, LEKGOTLA, LEKGOTLA_FILE.read_bytes(), PARTICIPANTS)
    if NEXT_TITLE not in known:
        sitting = await planner.post("/v1/sittings", NEXT)
        await planner.post(f"/v1/sittings/{sitting['id']}/carry-over")
    ageing = await planner.get("/v1/unresolved-matters", structure=FORUM)
    return list(ageing["items"])


async def _known(reader: Role) -> set[str]:
    """Numbers and titles of the sittings on record."""
    found = await reader.get("/v1/sittings")
    return {each[name] for each in found["items"] for name in ("number", "title")}


async def _report(
    secretary: Role, report: Json, rows: bytes, participants: list[Json] | None = None
) -> None:
    """One sitting as a source reports it: its rows, then public."""
    address = f"/v1/sittings/{(await secretary.post('/v1/sittings', report))['id']}"
    if participants:
        noted = {"participants": participants}
        await secretary.post(f"{address}/participants", noted)
    await secretary.send(f"{address}/imports", "record.csv", rows)
    await secretary.post(f"{address}/closing")


def public_reports() -> list[tuple[Json, bytes]]:
    """Sittings that public sources report, each with the file of its rows."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _read("sitting_matters.csv"):
        rows[row.pop("sitting")].append(row)
    return [
        (
            {name: value for name, value in sitting.items() if value}
            | {"basis": "reported", "provenance": "published"},
            _written(rows[sitting["number"]]),
        )
        for sitting in _read("sittings.csv")
    ]


def _read(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((PUBLIC / name).read_text("utf-8").splitlines()))


def _written(rows: list[dict[str, str]]) -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()
