"""A body spends on what it may, and promises what it has agreed to.

A One Plan gives nobody a power that the law does not (DDM Regulations 2024,
reg 3(1)(a)).
"""

from collections.abc import Iterator

from services.budgets.alignment.rules.comparison import Comparison
from services.budgets.alignment.rules.findings import (
    Finding,
    FindingType,
    Severity,
    evidence,
    rands,
)
from services.budgets.alignment.rules.rows import BudgetLine


def mandate_mismatch(comparison: Comparison) -> Iterator[Finding]:
    """A municipality spends on water without being the water services authority.

    Municipal Structures Act 117 of 1998, s84(1)(b) and (d) and s84(3); an
    implementation protocol (Act 13 of 2005, s35) or service agreement settles it.
    """
    for line, total in comparison.with_money():
        if lacks_mandate(comparison, line) and not line.has_protocol:
            code = comparison.code_of(line)
            yield Finding(
                FindingType.MANDATE_MISMATCH,
                Severity.MEDIUM,
                f"{code}:{line.line_id}" if code else line.line_id,
                total,
                f"{line.organ} to record a protocol with the water services authority"
                f" for {line.line_id}, or to hand {rands(total)} over to it.",
                evidence=(
                    evidence("budget_line", line.line_id, total=total),
                    evidence("organ", line.organ),
                ),
                intervention_code=code,
            )


def private_not_in_idp(comparison: Comparison) -> Iterator[Finding]:
    """Private money, as of a social and labour plan, without an IDP reference.

    MPRDA 28 of 2002, s23 to s25 and regulation 46; linked to the One Plan or not.
    """
    for line, total in comparison.with_money():
        if not line.is_public and not line.in_idp:
            yield Finding(
                FindingType.PRIVATE_NOT_IN_IDP,
                Severity.MEDIUM,
                line.line_id,
                total,
                f"{line.organ} and the municipality to take {line.line_id}"
                f" ({rands(total)}) into the IDP at its next review.",
                evidence=(evidence("budget_line", line.line_id, total=total),),
                intervention_code=comparison.code_of(line),
            )


def commitment_unconfirmed(comparison: Comparison) -> Iterator[Finding]:
    """The organ has said that it has not approved what the plan promises for it.

    Forums consult, they do not bind (Act 13 of 2005, s32): each organ commits itself.
    """
    for code, funding in comparison.fundings.items():
        if funding.intervention.confirmed_by_organ is False:
            organ = funding.intervention.lead_organ
            yield Finding(
                FindingType.COMMITMENT_UNCONFIRMED,
                Severity.MEDIUM,
                code,
                funding.planned,
                f"{organ} to approve {code} ({rands(funding.planned)}) by its own"
                " authority, or the plan to withdraw it.",
                evidence=(evidence("intervention", code), evidence("organ", organ)),
                intervention_code=code,
            )


def lacks_mandate(comparison: Comparison, line: BudgetLine) -> bool:
    """In a C1 district the locals hold the water function, in a C2 district it does."""
    registry, settings = comparison.registry, comparison.configuration
    municipality = registry.municipality_of(line.organ)
    if line.function_code not in settings.water_functions or municipality is None:
        return False
    match registry.category(municipality):
        case "C":
            return registry.miif_class(municipality) == "C1"
        case "B":
            district = registry.parent(municipality)
            return (
                district is not None
                and registry.miif_class(district) == "C2"
                and municipality not in settings.authorised_locals
            )
        case _:
            return False
