"""Moving a section on: nine operations that lock, compare, move and answer alike.

They are written once. `serve_moves` gives each its name, its words and its refusals.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.errors import Refusal
from chassis.principal import NotPermittedInSpace, Principal
from chassis.web.conditional import (
    IfMatchRequired,
    Precondition,
    VersionStale,
    must_match,
    tag,
)
from chassis.web.fields import Code, Sent
from chassis.web.problems import refusing
from chassis.web.session import Session
from contracts.ids import PlanId
from services.plans.co_creation import service
from services.plans.co_creation.schemas import (
    NoteSent,
    OfferSent,
    ReasonSent,
    SectionChanges,
    SectionView,
)
from services.plans.documents.models import Plan, PlanNotDraft, PlanNotFound
from services.plans.documents.service import lock_plan
from services.plans.permissions import Planner
from services.plans.sections import refusals as no
from services.plans.sections.models import Section
from services.plans.sections.service import find_candidate

ONE = "/plans/{plan_id}/sections/{code}"
ALWAYS = (
    PlanNotFound,
    NotPermittedInSpace,
    PlanNotDraft,
    no.SectionNotFound,
    VersionStale,
)
JUDGING = (no.SectionNotSubmitted, no.SectionClosed, no.OwnSection)
ASKED = (no.SectionNotOffered, no.SectionOfferedToAnother)
WRITING = (no.SectionOwnedByAnother, no.SectionSubmitted, no.SectionClosed)
OWNERS = (no.SectionOwnerUnknown, no.SectionOwnerEnded, no.SectionOwnerElsewhere)


@dataclass(frozen=True)
class Step:
    """One way of moving a section on; `sent` says whether it needs a reason."""

    name: str
    path: str
    says: str
    move: service.Move
    refusals: tuple[type[Refusal], ...]
    sent: type[Sent] = NoteSent


STEPS = (
    Step(
        "submit_section",
        "/submission",
        "Say that a section is written; its owner does, and changes nothing after.",
        Section.submit,
        (*WRITING, no.SectionNotOwned),
    ),
    Step(
        "accept_section",
        "/acceptance",
        "Take a submitted section into the plan; anybody but its owner may.",
        Section.accept,
        JUDGING,
    ),
    Step(
        "return_section",
        "/return",
        "Give a section back to its owner for revision, and say why.",
        Section.give_back,
        JUDGING,
        ReasonSent,
    ),
    Step(
        "take_section",
        "/taking",
        "Say yes to owning a section; its remarks and its history come with it.",
        Section.take,
        (*ASKED, no.SectionSubmitted, no.SectionClosed),
    ),
    Step(
        "decline_section",
        "/declining",
        "Say no to owning a section, and why; whose it was, it stays.",
        Section.decline,
        ASKED,
        ReasonSent,
    ),
    Step(
        "withdraw_section_offer",
        "/offer-withdrawal",
        "Ask an organ no longer; who may offer the section may.",
        Section.withdraw,
        (no.SectionNotOffered, no.SectionOwnedByAnother),
    ),
    Step(
        "close_section",
        "/closing",
        "Close an accepted section whose remarks are resolved; nobody writes there.",
        Section.close,
        (no.SectionNotAccepted, no.SectionHasOpenRemarks, *JUDGING[1:]),
    ),
    Step(
        "reopen_section",
        "/reopening",
        "Open a closed section again, and say why; its owner writes there.",
        Section.reopen,
        (no.SectionNotClosed, no.OwnSection),
        ReasonSent,
    ),
)


def serve_moves(routes: APIRouter) -> None:
    for step in STEPS:
        responses = refusing(*ALWAYS, *step.refusals)
        routes.post(ONE + step.path, responses=responses)(_handler_of(step))
    offering = (*OWNERS, *WRITING, no.SectionOwnedAlready)
    responses = refusing(*ALWAYS, *offering)
    routes.post(ONE + "/offer", responses=responses)(offer_section)
    responses = refusing(*ALWAYS, no.SectionClosed, IfMatchRequired)
    routes.patch(ONE, responses=responses)(change_section)


def _handler_of(step: Step) -> Callable[..., Awaitable[Any]]:
    async def move(  # noqa: PLR0913  the parts of one HTTP request
        plan_id: PlanId,
        code: Code,
        sent: Any,  # noqa: ANN401
        *,
        session: Session,
        caller: Planner,
        response: Response,
        precondition: Precondition = None,
    ) -> SectionView:
        _, section = await _lock(session, plan_id, code, precondition, by=caller)
        await service.move_section(session, section, step.move, sent.note, by=caller)
        return await _answer(session, section, response)

    move.__name__, move.__doc__ = step.name, step.says
    move.__annotations__["sent"] = step.sent
    return move


async def offer_section(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: PlanId,
    code: Code,
    sent: OfferSent,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    precondition: Precondition = None,
) -> SectionView:
    """Ask another organ to own a section; the owner writes until that one says yes.

    Its owner may; anybody of the space while none owns it, or once the owner ended.
    """
    candidate = await find_candidate(session, sent.owner_organ)
    plan, section = await _lock(session, plan_id, code, precondition, by=caller)
    said = sent.model_dump(exclude={"owner_organ"})
    await service.offer_section(session, plan, section, candidate, **said, by=caller)
    return await _answer(session, section, response)


async def change_section(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: PlanId,
    code: Code,
    changes: SectionChanges,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    precondition: Precondition = None,
) -> SectionView:
    """Call a section otherwise, or set the day by which it is submitted."""
    _, section = await _lock(
        session, plan_id, code, precondition, by=caller, required=True
    )
    said = changes.model_dump(exclude_unset=True)
    service.change_section(session, section, said, by=caller)
    return await _answer(session, section, response)


async def _lock(  # noqa: PLR0913  the parts of one HTTP request
    session: AsyncSession,
    plan_id: PlanId,
    code: str,
    precondition: str | None,
    *,
    by: Principal,
    required: bool = False,
) -> tuple[Plan, Section]:
    """The section as the caller read it, with its draft locked."""
    plan = await lock_plan(session, plan_id, by=by)
    plan.must_be_draft()
    section = await service.find_section(session, plan, code)
    must_match(precondition, section.revision, required=required)
    return plan, section


async def _answer(
    session: AsyncSession, section: Section, response: Response
) -> SectionView:
    await session.flush()
    tag(response, section.revision)
    return SectionView.model_validate(section)
