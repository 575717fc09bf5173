"""Everything one check looks at, gathered from the other slices as the rules' rows."""

from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from services.budgets.alignment import rules
from services.budgets.alignment.models import AdoptedIntervention, AdoptedPlan
from services.budgets.alignment.repository import AdoptedPlans
from services.budgets.lines.repository import Allocations, Funds, Lines
from services.budgets.lines.values import FundTerms, Line
from services.budgets.reference.models import Organ, Place
from services.budgets.reference.repository import Organs, Places


async def gather(session: AsyncSession, plan: AdoptedPlan) -> rules.Case:
    """The plan, its space's One Budget, and the registry as it stands today."""
    lines = await Lines(session).of_space(plan.space_code)
    organs = await Organs(session).named({line.organ for line in lines})
    return rules.Case(
        space_code=plan.space_code,
        interventions=[
            _intervention(content)
            for content in await AdoptedPlans(session).content(plan)
        ],
        lines=[_line(line) for line in lines],
        funds=[_fund(fund) for fund in await Funds(session).of_space(plan.space_code)],
        allocations=[
            rules.FundAllocation(row.fund, row.amounts, row.provenance)
            for row in await Allocations(session).of_space(plan.space_code)
        ],
        places=[
            _place(place) for place in await Places(session).standing(on=clock.today())
        ],
        organs=[_organ(organ) for organ in organs],
        plan_provenance=plan.provenance,
    )


def _intervention(content: AdoptedIntervention) -> rules.Intervention:
    return rules.Intervention(
        code=content.code,
        title=content.title,
        focus_area=content.focus_area,
        location_codes=tuple(content.location_codes),
        lead_organ=content.lead_organ,
        sphere=content.sphere,
        planned={year: Decimal(amount) for year, amount in content.planned.items()},
        unphased=content.unphased,
        depends_on=tuple((on["code"], on["kind"]) for on in content.depends_on),
        in_idp=content.in_idp,
        confirmed_by_organ=content.confirmed_by_organ,
        start_year=content.start_year,
        end_year=content.end_year,
    )


def _line(line: Line) -> rules.BudgetLine:
    return rules.BudgetLine(
        line_id=line.line_id,
        title=line.title,
        organ=line.organ,
        sphere=line.sphere,
        location_code=line.location_code,
        fund=line.fund,
        function_code=line.function_code,
        amounts=line.amounts,
        intervention_code=line.intervention_code,
        line_class=line.line_class,
        in_idp=line.in_idp,
        gender_marker=line.gender_marker,
        has_protocol=line.has_protocol,
        provenance=line.provenance,
    )


def _fund(fund: FundTerms) -> rules.Fund:
    return rules.Fund(
        fund.code,
        fund.grant_code,
        fund.dora_schedule,
        frozenset(fund.allowed_function_codes),
    )


def _place(place: Place) -> rules.Place:
    return rules.Place(
        place.code,
        place.kind,
        place.category,
        place.miif_class,
        place.parent_code,
        place.space_code,
        place.population_2016,
    )


def _organ(organ: Organ) -> rules.Organ:
    return rules.Organ(organ.code, organ.kind, organ.sphere, organ.place_code)
