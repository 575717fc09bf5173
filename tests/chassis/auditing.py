"""Reading the audit of the notebook, and whether its chains agree."""

from typing import Any

from tests.harness import Running

AUDIT = "/v1/audit/budgets"


async def entries(notebook: Running, **claims: Any) -> list[dict[str, Any]]:
    async with notebook.as_("auditor", **claims) as auditor:
        answer = await auditor.get(AUDIT)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def verification(notebook: Running) -> dict[str, Any]:
    async with notebook.as_("auditor") as auditor:
        found: dict[str, Any] = (await auditor.get(f"{AUDIT}/verification")).json()
    return found
