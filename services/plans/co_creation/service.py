"""Dividing a draft into sections, giving them to organs, and moving them on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.messaging import outbox
from chassis.principal import Principal
from contracts.event import Event
from services.plans.documents.content import FocusArea
from services.plans.documents.models import Plan
from services.plans.reference import service as reference
from services.plans.sections.history import Provenance, SectionRevision
from services.plans.sections.models import Section
from services.plans.sections.refusals import SectionExists
from services.plans.sections.repository import Contribution, Sections, Written
from services.plans.sections.service import Candidate
from services.plans.sections.states import Act, SectionState, SectionStep

Move = Callable[[Section, Act], list[Event]]


@dataclass(frozen=True)
class Area:
    """A focus area, the section it has, and what was written and asked in it."""

    focus_area: str
    section: Section | None
    written: Written
    contributions: Sequence[Contribution]

    def is_overdue(self, today: date) -> bool:
        """Whether its owner should have submitted it by now."""
        section = self.section
        if section is None or section.due_on is None:
            return False
        return section.state in UNFINISHED and section.due_on < today


UNFINISHED = frozenset({SectionState.UNOWNED, SectionState.OPEN, SectionState.RETURNED})


@dataclass(frozen=True)
class Overview:
    """How far a plan is, area by area."""

    plan: Plan
    areas: Sequence[Area]
    open_remarks_elsewhere: int


async def open_section(  # noqa: PLR0913  what a section is, and who says so
    session: AsyncSession,
    plan: Plan,
    candidate: Candidate,
    *,
    code: str,
    title: str,
    focus_area: FocusArea,
    due_on: date | None,
    note: str | None,
    by: Principal,
) -> Section:
    """Ask an organ to write a focus area; who opens it for their own organ says yes."""
    plan.must_be_draft()
    candidate.must_serve(await reference.find_space(session, plan.space_code))
    for known in await Sections(session, plan.id).all():
        if code == known.code or focus_area == known.focus_area:
            raise SectionExists(f"section {known.code} is {known.focus_area}")
    act = _act(by, note)
    section = Section(
        plan_id=plan.id,
        code=code,
        space_code=plan.space_code,
        title=title,
        focus_area=focus_area,
        owner_organ=None,
        offered_to=candidate.code,
        state=SectionState.UNOWNED,
        step=SectionStep.OFFERED,
        note=note,
        due_on=due_on,
        moved_by=act.by,
        moved_for=act.organ,
        moved_at=act.at,
        revision=0,
    )
    if by.organ == candidate.code:
        _tell(session, section.take(act))
    else:
        _tell(session, section.offer(act, candidate.code, due_on))
    Sections(session, plan.id).add(section)
    await session.flush()
    return section


async def offer_section(  # noqa: PLR0913  what is offered to whom, and until when
    session: AsyncSession,
    section: Section,
    candidate: Candidate,
    *,
    due_on: date | None,
    note: str | None,
    by: Principal,
) -> None:
    """Ask another organ to own a section; a later offer replaces an earlier one."""
    candidate.must_serve(await reference.find_space(session, section.space_code))
    offer = partial(Section.offer, organ=candidate.code, due_on=due_on)
    await move_section(session, section, offer, note, by=by)


async def move_section(
    session: AsyncSession,
    section: Section,
    move: Move,
    note: str | None,
    *,
    by: Principal,
) -> None:
    """Take a step with a section, by what stands around it, and tell of it."""
    owner = section.owner_organ
    written = await Sections(session, section.plan_id).areas()
    act = Act(
        organ=by.organ,
        by=by.sub,
        at=clock.now(),
        note=note,
        owner_stands=owner is not None
        and not await reference.has_ended(session, owner),
        open_remarks=written.get(section.focus_area, Written()).open_remarks,
    )
    _tell(session, move(section, act))


def change_section(
    session: AsyncSession, section: Section, said: Mapping[str, Any], *, by: Principal
) -> None:
    outbox.record(session, section.change(_act(by, None), said))


async def find_section(session: AsyncSession, plan: Plan, code: str) -> Section:
    return await Sections(session, plan.id).get(code)


async def list_sections(session: AsyncSession, plan: Plan) -> Sequence[Section]:
    return await Sections(session, plan.id).all()


async def list_revisions(
    session: AsyncSession, plan: Plan, code: str
) -> Sequence[SectionRevision]:
    await Sections(session, plan.id).get(code)
    return await Sections(session, plan.id).revisions(code)


async def find_overview(session: AsyncSession, plan: Plan) -> Overview:
    """Every focus area that the law names or the plan uses, with its section."""
    of_plan = Sections(session, plan.id)
    sections = {each.focus_area: each for each in await of_plan.all()}
    written = await of_plan.areas()
    contributions = await of_plan.contributions()
    used = [
        area
        for area in FocusArea
        if area is not FocusArea.UNKNOWN or area in sections or area in written
    ]
    areas = [
        Area(
            focus_area=area,
            section=sections.get(area),
            written=written.get(area, Written()),
            contributions=[each for each in contributions if each.focus_area == area],
        )
        for area in used
    ]
    return Overview(plan, areas, written.get(None, Written()).open_remarks)


async def list_provenance(  # noqa: PLR0913  filters and window of one list
    session: AsyncSession,
    plan: Plan,
    *,
    kind: str | None,
    code: str | None,
    after: int,
    limit: int,
) -> Sequence[Provenance]:
    return await Sections(session, plan.id).provenance(
        kind=kind, code=code, after=after, limit=limit
    )


def _act(by: Principal, note: str | None) -> Act:
    return Act(organ=by.organ, by=by.sub, at=clock.now(), note=note)


def _tell(session: AsyncSession, facts: Sequence[Event]) -> None:
    for fact in facts:
        outbox.record(session, fact)
