"""Proposing changes of master data, and having them approved by somebody else."""

from typing import Any

import httpx

from tests.harness import Running

PROPOSALS = "/v1/change-proposals"


def change(subject: str, rows: list[Any], **changes: Any) -> dict[str, Any]:
    return {
        "subject": subject,
        "effective_from": "2026-04-01",
        "reason": "a test",
        "rows": rows,
    } | changes


async def proposed(
    registry: Running, subject: str, rows: list[Any], **changes: Any
) -> httpx.Response:
    async with registry.as_("administrator") as administrator:
        return await administrator.post(
            PROPOSALS, json=change(subject, rows, **changes)
        )


async def decided(
    registry: Running, proposal_id: str, verdict: str, **claims: Any
) -> httpx.Response:
    role = "administrator" if verdict == "withdrawal" else "approver"
    async with registry.as_(role, **claims) as somebody:
        return await somebody.post(
            f"{PROPOSALS}/{proposal_id}/{verdict}", json={"reason": "a test"}
        )


async def applied(
    registry: Running, subject: str, rows: list[Any], **changes: Any
) -> dict[str, Any]:
    """Propose and approve; what was approved."""
    answer = await proposed(registry, subject, rows, **changes)
    assert answer.is_success, answer.text
    approval = await decided(registry, answer.json()["id"], "approval")
    assert approval.is_success, approval.text
    return approval.json()


def faults(answer: httpx.Response) -> set[tuple[str, str]]:
    """Pointer and rule of each error."""
    return {(each["pointer"], each["code"]) for each in answer.json()["errors"]}
