"""What a person sees of the story."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.table import Table

Json = Mapping[str, Any]

SEVERITIES = ("critical", "high", "medium", "low", "info")
COLOURS = {"critical": "bold red", "high": "red", "medium": "yellow"}
WIDEST = 132


def _console() -> Console:
    console = Console(highlight=False)
    console.width = max(80, min(console.width, WIDEST))
    return console


def show_plans(plans: Sequence[tuple[str, str, str, int]]) -> None:
    """The real plans: space, name, status, number of interventions."""
    table = Table(title="One Plans compiled from published commitments", expand=False)
    for heading in ("space", "name", "status", "interventions"):
        table.add_column(heading, justify="right" if heading[-1] == "s" else "left")
    for plan in plans:
        table.add_row(*(str(cell) for cell in plan))
    _console().print(table)


def show_check(plan: Json, check: Json) -> None:
    """An alignment check: coverage, then its findings, the gravest first."""
    findings = sorted(check["findings"], key=_gravest_first)
    table = Table(
        title=f"{plan['title']} ({plan['space_code']}): {len(findings)} findings",
        caption=_coverage(check["coverage"]),
        expand=False,
    )
    for heading in ("severity", "finding", "subject", "year"):
        table.add_column(heading, no_wrap=True)
    for heading in ("expected", "actual", "gap"):
        table.add_column(heading, justify="right", no_wrap=True)
    for finding in findings:
        table.add_row(
            finding["severity"],
            finding["type"],
            finding["subject"],
            finding["financial_year"] or "all",
            *(_figure(finding[name]) for name in ("expected", "actual", "gap")),
            style=COLOURS.get(finding["severity"]),
        )
    _console().print(table)


def _gravest_first(finding: Json) -> tuple[int, str, str, str]:
    return (
        SEVERITIES.index(finding["severity"]),
        finding["type"],
        finding["subject"],
        finding["financial_year"] or "",
    )


def _coverage(coverage: Json) -> str:
    shares = (
        f"{name} {share} %" if share is not None else f"{name} -"
        for name, share in coverage.items()
    )
    return "Amounts in rand. Coverage: " + ", ".join(shares)


def _figure(value: str | None) -> str:
    """An amount with thin groups of three, or whatever else was said."""
    if value is None:
        return ""
    try:
        return f"{Decimal(value):,}".replace(",", " ").removesuffix(".00")
    except ArithmeticError:
        return value
