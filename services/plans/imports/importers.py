"""The five tables of a plan: how each is read, judged and kept."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.tabular.faults import RowErrors
from chassis.tabular.layout import Layout
from contracts.event import Event
from services.plans.content.models import Record
from services.plans.content.repository import Records
from services.plans.documents.content import Intervention
from services.plans.documents.models import Plan
from services.plans.documents.repository import Interventions
from services.plans.imports import records, rules
from services.plans.imports.layout import LAYOUT, InterventionRow
from services.plans.imports.models import Part
from services.plans.reference import service as reference

Row = TypeVar("Row")
Thing = TypeVar("Thing")


class Collection(Protocol[Thing]):
    """Where a plan's things of one kind are."""

    def add(self, thing: Thing, /) -> None: ...
    async def by_code(self) -> dict[str, Thing]: ...


@dataclass(frozen=True)
class Importer(Generic[Row, Thing]):
    """One table.

    `check_names` asks about what other services keep, before the plan is locked;
    `check` about the plan, after. `drafted` is told of what is new.
    """

    noun: str
    layout: Layout[Row]
    collection: Callable[[AsyncSession, Plan], Collection[Thing]]
    check: Callable[[Sequence[Row], rules.Beside, Mapping[str, Thing], RowErrors], None]
    check_names: (
        Callable[[AsyncSession, Plan, Sequence[Row], RowErrors], Awaitable[None]] | None
    ) = None
    drafted: Callable[[Plan, tuple[str, ...]], Event] | None = None


async def check_names(
    session: AsyncSession,
    plan: Plan,
    rows: Sequence[InterventionRow],
    errors: RowErrors,
) -> None:
    space = await reference.find_space(session, plan.space_code)
    named = await reference.find_named(
        session,
        places={code for row in rows for code in row.location_code},
        organs={row.lead_organ for row in rows}
        | {code for row in rows for code in row.supporting_organs},
    )
    rules.check_names(rows, named, space, errors)


def _of_records(
    row: type[records.RecordRow], layout: Layout[Any]
) -> Importer[Any, Record]:
    def collection(session: AsyncSession, plan: Plan) -> Records[Record]:
        return Records(session, plan, row.entity)

    return Importer(row.entity.noun, layout, collection, rules.check_records)


IMPORTERS: Mapping[Part, Importer[Any, Any]] = MappingProxyType(
    {
        Part.INTERVENTIONS: Importer[InterventionRow, Intervention](
            "intervention",
            LAYOUT,
            Interventions,
            rules.check_interventions,
            check_names,
            Plan.interventions_drafted,
        ),
        Part.ISSUES: _of_records(records.IssueRow, records.ISSUES),
        Part.OUTCOMES: _of_records(records.OutcomeRow, records.OUTCOMES),
        Part.STRATEGIES: _of_records(records.StrategyRow, records.STRATEGIES),
        Part.LINKS: _of_records(records.LinkRow, records.LINKS),
    }
)
