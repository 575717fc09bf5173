"""How the commitment matrix of DC45 is asked; its people speak for the organ DC45."""

from tests.system.asking import (
    Ask,
    Asked,
    Records,
    of_draft_and_adopted,
    private,
    published,
)
from tests.system.requests_of_content import CANARY

PLEDGES = {
    "cells": [
        {
            "intervention_code": "CAN1",
            "organ": "DC45",
            "period": "2026/27",
            "amount": "1.00",
            "output": CANARY,
        }
    ]
}


def of_the_commitment(**parts: object) -> Asked:
    return lambda r: [
        private(path={"plan_id": r.draft, "commitment_id": r.commitment}, **parts)
    ]


def pivoted(records: Records) -> list[Ask]:
    by = {"by": "organ"}
    return [
        private(path={"plan_id": records.draft}, query=by),
        published(path={"plan_id": records.adopted}, query=by),
    ]


COMMITMENTS: dict[str, Asked] = {
    "stateCommitments": lambda r: [
        private(path={"plan_id": plan}, json=PLEDGES) for plan in (r.draft, r.adopted)
    ],
    "listPlanCommitments": of_draft_and_adopted,
    "getPlanCommitment": of_the_commitment(),
    "getCommitmentHistory": of_the_commitment(),
    "pivotCommitments": pivoted,
    "exportCommitmentPivot": pivoted,
    "exportCommitments": of_draft_and_adopted,
    "confirmCommitment": of_the_commitment(),
    "withdrawCommitment": of_the_commitment(json={"reason": CANARY}),
}
