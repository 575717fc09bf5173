"""Five operations for each kind of record: list, add, get, change, remove.

They are written once. `serve` gives each its name, its types and its description, so
that the contract says `addIssue` and `IssueDraft` as if each had been written out.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel

from chassis.principal import NotPermittedInSpace
from chassis.web.conditional import IfMatch, IfMatchRequired, VersionStale, tagged
from chassis.web.fields import Code, Sent
from chassis.web.paging import CursorMalformed, Page, Paging, page_of
from chassis.web.problems import refusing
from chassis.web.session import Session
from contracts.ids import PlanId
from services.plans.content import service
from services.plans.content.models import (
    ContentNotValid,
    Issue,
    Outcome,
    PlanLink,
    Record,
    RecordExists,
    RecordNotFound,
    StillNamed,
    Strategy,
)
from services.plans.content.schemas import (
    IssueBody,
    IssueDraft,
    IssueView,
    LinkBody,
    LinkDraft,
    LinkView,
    OutcomeBody,
    OutcomeDraft,
    OutcomeView,
    StrategyBody,
    StrategyDraft,
    StrategyView,
    changes_of,
)
from services.plans.content.whole import PLURALS
from services.plans.documents.models import PlanNotDraft, PlanNotFound
from services.plans.documents.service import find_plan, lock_plan
from services.plans.permissions import DraftsIn, Planner
from services.plans.sections.refusals import WholePlanOwnedByLead

Handler = Callable[..., Awaitable[Any]]


@dataclass(frozen=True)
class Kind:
    """A kind of record, and its shapes on the wire."""

    entity: type[Record]
    draft: type[Sent]
    changes: type[Sent]
    view: type[BaseModel]

    @property
    def noun(self) -> str:
        return self.entity.noun

    @property
    def plural(self) -> str:
        return PLURALS[self.entity]


RECORDS = (
    Kind(Issue, IssueDraft, changes_of(IssueBody, "IssueChanges"), IssueView),
    Kind(Outcome, OutcomeDraft, changes_of(OutcomeBody, "OutcomeChanges"), OutcomeView),
    Kind(
        Strategy,
        StrategyDraft,
        changes_of(StrategyBody, "StrategyChanges"),
        StrategyView,
    ),
    Kind(PlanLink, LinkDraft, changes_of(LinkBody, "LinkChanges"), LinkView),
)


def serve(routes: APIRouter, kind: Kind) -> None:
    """Offer the records of one kind."""
    all_of_them = f"/plans/{{plan_id}}/{kind.plural}"
    one = all_of_them + "/{code}"
    lead = (WholePlanOwnedByLead,) if kind.entity is PlanLink else ()
    writes = (PlanNotFound, NotPermittedInSpace, PlanNotDraft, *lead)
    stands = (*writes, RecordNotFound, VersionStale, IfMatchRequired)
    for function in (_listing(kind), _reading(kind)):
        path = all_of_them if function.__name__.startswith("list") else one
        refusals = (PlanNotFound, RecordNotFound, CursorMalformed)
        routes.get(path, responses=refusing(*refusals))(function)
    routes.post(
        all_of_them,
        status_code=HTTPStatus.CREATED,
        responses=refusing(*writes, RecordExists, ContentNotValid),
    )(_adding(kind))
    routes.patch(one, responses=refusing(*stands, ContentNotValid))(_changing(kind))
    routes.delete(
        one,
        status_code=HTTPStatus.NO_CONTENT,
        responses=refusing(*stands, StillNamed),
    )(_removing(kind))


def _named(function: Handler, name: str, says: str, **types: Any) -> Handler:  # noqa: ANN401
    function.__name__ = name
    function.__doc__ = says
    function.__annotations__ |= types
    return function


def _listing(kind: Kind) -> Handler:
    async def read_them(
        plan_id: PlanId, session: Session, drafts_in: DraftsIn, page: Paging
    ) -> Page[Any]:
        plan = await find_plan(session, plan_id, drafts_in=drafts_in)
        found = await service.list_records(
            session, kind.entity, plan, after=page.after, limit=page.limit + 1
        )
        return page_of(page, found, kind.view, lambda row: row.code)

    says = f"The {kind.plural} of a plan, by code."
    answer = Page[kind.view]  # type: ignore[name-defined]
    return _named(read_them, f"list_{kind.plural}", says, **{"return": answer})


def _reading(kind: Kind) -> Handler:
    async def read(
        plan_id: PlanId,
        code: Code,
        session: Session,
        drafts_in: DraftsIn,
        response: Response,
    ) -> Any:  # noqa: ANN401
        plan = await find_plan(session, plan_id, drafts_in=drafts_in)
        record = await service.find_record(session, kind.entity, plan, code)
        return tagged(response, record, kind.view)

    says = f"One {kind.noun} of a plan."
    return _named(read, f"get_{kind.noun}", says, **{"return": kind.view})


def _adding(kind: Kind) -> Handler:
    async def add(
        plan_id: PlanId,
        draft: Sent,
        *,
        session: Session,
        caller: Planner,
        response: Response,
    ) -> Any:  # noqa: ANN401
        plan = await lock_plan(session, plan_id, by=caller)
        record = kind.entity(**as_kept(draft))
        await service.add_record(session, plan, record, by=caller)
        path = f"/v1/plans/{plan.id}/{kind.plural}/{record.code}"
        response.headers["Location"] = path
        return tagged(response, record, kind.view)

    says = f"Add one {kind.noun} to a draft."
    types = {"draft": kind.draft, "return": kind.view}
    return _named(add, f"add_{kind.noun}", says, **types)


def _changing(kind: Kind) -> Handler:
    async def change(  # noqa: PLR0913  the parts of one HTTP request
        plan_id: PlanId,
        code: Code,
        changes: Sent,
        *,
        session: Session,
        caller: Planner,
        response: Response,
        if_match: IfMatch,
    ) -> Any:  # noqa: ANN401
        plan = await lock_plan(session, plan_id, by=caller)
        record = await service.find_record(session, kind.entity, plan, code)
        if_match.must_be(record.revision)
        said = as_kept(changes)
        await service.change_record(session, plan, record, said, by=caller)
        return tagged(response, record, kind.view)

    says = f"Change one {kind.noun} of a draft."
    types = {"changes": kind.changes, "return": kind.view}
    return _named(change, f"change_{kind.noun}", says, **types)


def _removing(kind: Kind) -> Handler:
    async def remove(
        plan_id: PlanId,
        code: Code,
        *,
        session: Session,
        caller: Planner,
        if_match: IfMatch,
    ) -> None:
        plan = await lock_plan(session, plan_id, by=caller)
        record = await service.find_record(session, kind.entity, plan, code)
        if_match.must_be(record.revision)
        await service.remove_record(session, plan, record, by=caller)

    says = f"Take one {kind.noun} out of a draft, unless another record names it."
    return _named(remove, f"remove_{kind.noun}", says)


def as_kept(sent: Sent) -> dict[str, Any]:
    """What was said, its sources in the form they are kept in."""
    names = type(sent).model_fields if hasattr(sent, "code") else sent.model_fields_set
    said = {name: getattr(sent, name) for name in names}
    if "sources" in said:
        said |= sent.model_dump(mode="json", include={"sources"})
    return said
