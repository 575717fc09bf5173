"""How each operation of the contract is asked for something that belongs to DC45."""

from dataclasses import dataclass
from typing import Any

import httpx

from deploy.embedded.cluster import Cluster
from deploy.topology import SERVICES
from tests.system.asking import (
    ANY_VERSION,
    NOWHERE,
    Ask,
    Asked,
    Records,
    listed,
    of_draft_and_adopted,
    once,
    private,
    published,
    system,
)
from tests.system.mint import Mint
from tests.system.operations import FORM, Operation
from tests.system.people import People, agreed, upload
from tests.system.plan_records import divide, said_of
from tests.system.requests_of_adoption import ADOPTION
from tests.system.requests_of_changes import ASKED_OF_CHANGES
from tests.system.requests_of_co_creation import CO_CREATION
from tests.system.requests_of_commitments import COMMITMENTS, PLEDGES
from tests.system.requests_of_consultation import CONSULTATION
from tests.system.requests_of_content import CONTENT, SAID
from tests.system.requests_of_contradictions import CONTRADICTIONS
from tests.system.requests_of_hubs import HUBS, WISH
from tests.system.requests_of_improvement import IMPROVEMENT, improvement_of
from tests.system.requests_of_offices import OFFICES
from tests.system.requests_of_quality import QUALITY
from tests.system.requests_of_registry import REGISTRY
from tests.system.requests_of_registry_context import REGISTRY_CONTEXT
from tests.system.requests_of_reviews import REVIEWS
from tests.system.requests_of_search import SEARCH
from tests.system.requests_of_series import SERIES
from tests.system.requests_of_sittings import SITTINGS, sittings_of

CANARY = "canary-of-dc45"
INTERVENTIONS = (
    "intervention_id,title,focus_area,location_code,lead_organ,sphere,"
    "planned_2026_27,unit\n"
    f"CAN1,{CANARY},infrastructure_engineering,NC451,DWS,national,100,R thousand\n"
)
FUNDS = (
    "fund,name,grant_code,dora_schedule,allowed_function_codes\n"
    f"CANARY,{CANARY},,,4201\n"
)
PAYER, PAYEE = "fund:WSIG:2027/28", "line:B02:2027/28"


def of_account(records: Records) -> list[Ask]:
    return [private(path={"account_id": records.account})]


def posting(space: str) -> dict[str, Any]:
    return {
        "space_code": space,
        "kind": "adjustment",
        "reference": CANARY,
        "entries": [
            {"account": PAYER, "amount": "-1.00"},
            {"account": PAYEE, "amount": "1.00"},
        ],
    }


def holding(space: str) -> dict[str, Any]:
    return {
        "space_code": space,
        "account": PAYEE,
        "amount": "1.00",
        "reference": CANARY,
    }


IN_DC45 = {"space": "DC45"}
DC45_FUNDS = {"format": "funds", "space": "DC45"}
DC45_INTERVENTIONS = {"format": "interventions", "unit": "R thousand"}


def of_every_service() -> dict[str, Asked]:
    """What all services have, each at addresses of its own."""
    asked: dict[str, Asked] = {}
    letter = {"event_id": NOWHERE}
    for name in (service.name.capitalize() for service in SERVICES):
        asked[f"list{name}AuditEntries"] = lambda r: listed({"record": r.draft})
        asked[f"verify{name}Audit"] = lambda _: [system()]
        asked[f"list{name}DeadLetters"] = lambda _: [system()]
        asked[f"replay{name}DeadLetter"] = lambda _: [system(path=letter)]
        asked[f"discard{name}DeadLetter"] = lambda _: [
            system(path=letter, json={"reason": "a test"})
        ]
    return asked


TABLE: dict[str, Asked] = (
    of_every_service()
    | ADOPTION
    | CO_CREATION
    | CONTRADICTIONS
    | QUALITY
    | CONSULTATION
    | IMPROVEMENT
    | OFFICES
    | REVIEWS
    | REGISTRY
    | REGISTRY_CONTEXT
    | SERIES
    | SEARCH
    | SITTINGS
    | HUBS
    | ASKED_OF_CHANGES
    | CONTENT
    | COMMITMENTS
    | {
        "giveToken": lambda _: [system(form={"grant_type": "client_credentials"})],
        # plans
        "listPlans": lambda _: listed(
            IN_DC45, {"status": "draft"}, IN_DC45 | {"status": "draft"}
        ),
        "draftPlan": lambda _: [private(json={"space_code": "DC45", "title": CANARY})],
        "getPlan": of_draft_and_adopted,
        "changePlan": lambda r: [
            private(path={"plan_id": plan}, json={"title": CANARY}, headers=ANY_VERSION)
            for plan in (r.draft, r.adopted)
        ],
        "decideAdoption": lambda r: [
            private(path={"plan_id": plan}, json={"decision": "approve"})
            for plan in (r.draft, r.adopted)
        ],
        "getAlignment": lambda r: [published(path={"plan_id": r.adopted})],
        "listDecisions": of_draft_and_adopted,
        "listImports": lambda r: [
            private(path={"plan_id": plan}) for plan in (r.draft, r.adopted)
        ],
        "loadRecords": lambda r: [
            private(path={"plan_id": plan}, form=DC45_INTERVENTIONS, file=INTERVENTIONS)
            for plan in (r.draft, r.adopted)
        ],
        "listInterventions": of_draft_and_adopted,
        "completeStage": lambda r: [
            private(path={"plan_id": plan, "stage": "vision_setting"})
            for plan in (r.draft, r.adopted)
        ],
        # budgets
        "loadBudget": lambda _: [private(form=DC45_FUNDS, file=FUNDS)],
        "listBudgetImports": lambda _: listed(IN_DC45),
        "listBudgetLines": lambda _: listed(
            IN_DC45, {"fund": "WSIG"}, {"intervention": "I02"}
        ),
        "listFunds": lambda _: listed(IN_DC45),
        "listFindings": lambda _: [published(query=IN_DC45)],
        "listAccounts": lambda _: listed(IN_DC45, {"prefix": "fund:"}),
        "getAccount": of_account,
        "listEntries": of_account,
        "postTransaction": lambda _: [
            private(json=posting(space), headers=once()) for space in ("DC45", "DC21")
        ],
        "getTransaction": lambda r: [private(path={"transaction_id": r.transaction})],
        "reverseTransaction": lambda r: [
            private(path={"transaction_id": r.transaction}, json={"description": "x"})
        ],
        "reserveMoney": lambda _: [
            private(json=holding(space), headers=once()) for space in ("DC45", "DC21")
        ],
        "settleReservation": lambda r: [
            private(
                path={"reservation_id": r.reservation},
                json={"payee": PAYER, "reference": CANARY, "amount": "0.01"},
            )
        ],
        "voidReservation": lambda r: [private(path={"reservation_id": r.reservation})],
        "verifyLedger": lambda _: listed(IN_DC45),
        # monitoring
        "listBaselines": lambda _: [published(query=IN_DC45)],
        "listCommitments": lambda _: [published(query=IN_DC45)],
    }
)


@dataclass(frozen=True)
class Town:
    """The standing system, its records of DC45, and somebody to carry requests."""

    system: Cluster
    mint: Mint
    records: Records
    http: httpx.Client

    def asks(self, operation: Operation) -> list[Ask]:
        return TABLE[operation.id](self.records)

    def at_the_gateway(
        self, operation: Operation, ask: Ask, token: str | None
    ) -> httpx.Response:
        """Ask as the bearer of `token`, or as nobody."""
        return self._send(self.system.gateway_url, operation, ask, token)

    def at_the_service(
        self, operation: Operation, ask: Ask, **claims: Any
    ) -> httpx.Response:
        """Ask the service itself, with a token such as the gateway makes for it."""
        service = operation.service or ""
        token = self.mint.internal(service, **claims)
        return self._send(self.system.urls[service], operation, ask, token)

    def _send(
        self, url: str, operation: Operation, ask: Ask, token: str | None
    ) -> httpx.Response:
        headers = dict(ask.headers)
        if token is not None:
            headers["authorization"] = f"Bearer {token}"
        files = None
        if operation.media_type == FORM:
            files = {"file": (f"{CANARY}.csv", ask.file.encode(), "text/csv")}
        return self.http.request(
            operation.method,
            url + operation.path.format_map(ask.path),
            params=ask.query,
            json=ask.json,
            data=ask.form,
            files=files,
            headers=headers,
        )


def records_of(people: People, system: Cluster) -> Records:
    """Make what DC45 keeps to itself, with the canary in all of it."""
    planner, officer = people["district_planner"], people["budget_officer"]
    draft = agreed(
        planner.post("/v1/plans", json={"space_code": "DC45", "title": CANARY})
    )["id"]
    upload(planner, f"/v1/plans/{draft}/imports", INTERVENTIONS, **DC45_INTERVENTIONS)
    divide(planner, draft)
    agreed(planner.post(f"/v1/plans/{draft}/content", json=SAID))
    agreed(planner.post(f"/v1/plans/{draft}/stages/diagnostic/completion"))
    pledged = agreed(planner.post(f"/v1/plans/{draft}/commitments", json=PLEDGES))
    no = {"decision": "reject", "reason": CANARY}
    agreed(people["approver"].post(f"/v1/plans/{draft}/adoption", json=no))
    upload(officer, "/v1/budget-imports", FUNDS, **DC45_FUNDS)
    posted = agreed(
        officer.post("/v1/ledger/transactions", json=posting("DC45"), headers=once())
    )
    held = agreed(
        officer.post("/v1/ledger/reservations", json=holding("DC45"), headers=once())
    )
    stands = people["anyone"].get("/v1/plans?space=DC45&status=adopted")
    adopted = agreed(stands)["items"][0]["id"]
    return Records(
        draft=draft,
        adopted=adopted,
        said=said_of(planner, people["anyone"], system, draft=draft, adopted=adopted),
        account=held["account_id"],
        transaction=posted["id"],
        reservation=held["id"],
        commitment=pledged["commitments"][0]["id"],
        sittings=sittings_of(planner),
        improvement=improvement_of(planner),
        support=agreed(planner.post("/v1/hub-support-requests", json=WISH))["id"],
    )
