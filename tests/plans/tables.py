"""Files of issues, outcomes, strategies and links, as people make them."""

import csv
import io
from pathlib import Path
from typing import Any

import httpx
import xlsxwriter

AREA = "economic_positioning"
USUAL = {
    "issues": {"code": "D1", "focus_area": AREA, "statement": "Few jobs"},
    "outcomes": {"code": "O1", "focus_area": AREA, "statement": "More jobs"},
    "strategies": {"code": "S1", "focus_area": AREA, "statement": "Make jobs"},
    "links": {"code": "L1", "framework": "NDP", "item": "3", "relation": "missing"},
}


def table(of: str, *rows: dict[str, str], **form: Any) -> bytes:
    """A CSV file with one row per change to the usual row of this table."""
    full = [USUAL[of] | row for row in rows]
    names = list(dict.fromkeys(name for row in full for name in row))
    written = io.StringIO()
    writer = csv.DictWriter(written, names, **form)
    writer.writeheader()
    writer.writerows(full)
    return written.getvalue().encode()


def workbook(folder: Path, *rows: list[Any], merged: str | None = None) -> bytes:
    """A workbook of these cells; `merged` cells hold what their first one does."""
    path = folder / "plan.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                wanted = [days] if hasattr(cell, "year") else []
                sheet.write(number, column, cell, *wanted)
        if merged is not None:
            sheet.merge_range(merged, rows[1][1])
    return path.read_bytes()


async def load_table(
    client: httpx.AsyncClient,
    plan: str,
    of: str,
    content: bytes,
    *,
    if_match: str | None = None,
    **fields: str,
) -> httpx.Response:
    return await client.post(
        f"/v1/plans/{plan}/imports",
        data={"format": of} | fields,
        files={"file": ("plan.csv", content, "text/csv")},
        headers={} if if_match is None else {"if-match": if_match},
    )


async def export(client: httpx.AsyncClient, plan: str, of: str, form: str) -> bytes:
    asked = {"of": of, "format": form}
    answer = await client.get(f"/v1/plans/{plan}/table", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.content


async def document(client: httpx.AsyncClient, plan: str) -> dict[str, Any]:
    """What the plan says, without what tells it from another plan."""
    said: dict[str, Any] = (await client.get(f"/v1/plans/{plan}/document")).json()
    for records in (said[name] for name in said if name != "plan"):
        for record in records:
            record.pop("plan_id", None)
            record.pop("revision", None)
    return {name: said[name] for name in said if name != "plan"}
