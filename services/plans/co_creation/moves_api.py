"""Moving a section on: operations that lock, compare, move and answer alike.

Those that say nothing but a note are written once: `STEPS` has the name, the words and
the refusals of each.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Response

from chassis.errors import Refusal
from chassis.principal import NotPermittedInSpace
from chassis.web.conditional import IfMatch, IfMatchRequired, VersionStale, tagged
from chassis.web.fields import Code, Sent
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import PlanId
from services.plans.co_creation import service
from services.plans.co_creation.asked import ONE, SectionToMove, section_to_move
from services.plans.co_creation.schemas import (
    NoteSent,
    OfferSent,
    ReasonSent,
    SectionChanges,
    SectionView,
)
from services.plans.documents.models import PlanNotDraft, PlanNotFound
from services.plans.permissions import Planner
from services.plans.sections import refusals as no
from services.plans.sections.models import Section
from services.plans.sections.service import find_candidate

routes = router("co-creation")

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


def _handler_of(step: Step) -> Callable[..., Awaitable[Any]]:
    async def move(
        section: SectionToMove,
        sent: Any,  # noqa: ANN401
        session: Session,
        caller: Planner,
        response: Response,
    ) -> SectionView:
        await service.move_section(session, section, step.move, sent.note, by=caller)
        return tagged(response, section, SectionView)

    move.__name__, move.__doc__ = step.name, step.says
    move.__annotations__["sent"] = step.sent
    return move


for _step in STEPS:
    routes.post(ONE + _step.path, responses=refusing(*ALWAYS, *_step.refusals))(
        _handler_of(_step)
    )


@routes.post(
    ONE + "/offer",
    responses=refusing(*ALWAYS, *OWNERS, *WRITING, no.SectionOwnedAlready),
)
async def offer_section(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: PlanId,
    code: Code,
    sent: OfferSent,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    if_match: IfMatch,
) -> SectionView:
    """Ask another organ to own a section; the owner writes until that one says yes.

    Its owner may; anybody of the space while none owns it, or once the owner ended.
    """
    candidate = await find_candidate(session, sent.owner_organ)
    section = await section_to_move(plan_id, code, session, caller, if_match)
    said = sent.model_dump(exclude={"owner_organ"})
    await service.offer_section(session, section, candidate, **said, by=caller)
    return tagged(response, section, SectionView)


@routes.patch(ONE, responses=refusing(*ALWAYS, no.SectionClosed, IfMatchRequired))
async def change_section(
    section: SectionToMove,
    changes: SectionChanges,
    session: Session,
    caller: Planner,
    response: Response,
) -> SectionView:
    """Call a section otherwise, or set the day by which it is submitted."""
    said = changes.model_dump(exclude_unset=True)
    service.change_section(session, section, said, by=caller)
    return tagged(response, section, SectionView)
