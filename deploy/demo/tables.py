"""What a person sees of the story."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.table import Table

Json = Mapping[str, Any]

SEVERITIES = ("critical", "high", "medium", "low", "info")
COLOURS = {"critical": "bold red", "high": "red", "medium": "yellow"}
NARROWEST = 104
THOUSAND = Decimal(1000)


def _console() -> Console:
    console = Console(highlight=False)
    console.width = max(NARROWEST, console.width)
    return console


def show_plans(plans: Sequence[tuple[str, str, str, int]]) -> None:
    """The real plans: space, name, status, number of interventions."""
    table = Table(title="One Plans compiled from published commitments", expand=False)
    for heading in ("space", "name", "status", "interventions"):
        table.add_column(heading, justify="right" if heading[-1] == "s" else "left")
    for plan in plans:
        table.add_row(*(str(cell) for cell in plan))
    _console().print(table)


def show_ageing(ageing: Sequence[Json]) -> None:
    """What a forum has not resolved, the oldest first."""
    table = Table(title="Unresolved in the forum of DC45", expand=False)
    for heading in ("reference", "matter", "first raised", "days", "carried"):
        table.add_column(heading)
    for each in ageing:
        matter = each["matter"]
        table.add_row(
            matter["reference"],
            matter["content"],
            matter["first_raised_on"],
            str(matter["age_days"]),
            str(each["times_carried"]),
        )
    _console().print(table)


def show_check(plan: Json, check: Json) -> None:
    """An alignment check: coverage, then its findings, the gravest first."""
    findings = sorted(check["findings"], key=_gravest_first)
    table = Table(expand=False)
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
            *(_figure(finding, name) for name in ("expected", "actual", "gap")),
            style=COLOURS.get(finding["severity"]),
        )
    console = _console()
    console.print(f"\n{plan['title']}: {len(findings)} open findings, in R thousand")
    console.print(table)
    console.print(_coverage(check))


def _gravest_first(finding: Json) -> tuple[int, str, str, str]:
    return (
        SEVERITIES.index(finding["severity"]),
        finding["type"],
        finding["subject"],
        finding["financial_year"] or "",
    )


def _coverage(check: Json) -> str:
    shares = ", ".join(
        f"{name} {share} %" if share is not None else f"{name} -"
        for name, share in check["coverage"].items()
    )
    years = check["configuration"]["window"]
    return (
        f"Coverage: {shares}. Compared: {years[0]} to {years[-1]};"
        f" planned amounts of other years: {check['amounts_not_compared']}."
    )


def _figure(finding: Json, name: str) -> str:
    """An amount in R thousand, a share, or a code as it stands."""
    value = finding[name]
    if value is None:
        return ""
    if finding["unit"] != "rand" or "." not in value:
        return str(value)
    return f"{Decimal(value) / THOUSAND:,f}".replace(",", " ").removesuffix(".00")


def show_improvement(plan: Json) -> None:
    """An improvement plan: who decided, its gaps by rank, its money by year."""
    console = _console()
    decided = ", ".join(f"{each['body']} {each['act']}" for each in plan["decisions"])
    console.print(f"\n{plan['title']}: {plan['status']} ({decided})")
    gaps = Table(title="Gaps by priority", expand=False)
    for heading in ("rank", "gap", "priority", "people affected", "addressed by"):
        gaps.add_column(heading)
    for each in plan["gaps"]:
        by = ", ".join(each["addressed_by"]) or "deferred"
        affected = f"{each['affected_population']:,}".replace(",", " ")
        gaps.add_row(str(each["rank"]), each["title"], each["priority"], affected, by)
    console.print(gaps)
    money = Table(title=f"Funding in {plan['currency']}", expand=False)
    for heading in ("year", "cost", "pledged", "gap"):
        money.add_column(heading, justify="right")
    for each in plan["funding"]:
        amounts = (each[name] for name in ("cost", "pledged", "gap"))
        shown = (f"{Decimal(amount):,f}".replace(",", " ") for amount in amounts)
        money.add_row(each["financial_year"], *shown)
    console.print(money)


def show_processes(comparison: Json) -> None:
    """How far districts are: who is through a step, how fast, and where others wait."""
    table = Table(title="Improvement plans across districts", expand=False)
    for heading in ("step", "done", "of", "median days", "waiting"):
        table.add_column(heading)
    for step in comparison["steps"]:
        waiting = ", ".join(
            f"{each['space_code']} {each['days']} d" for each in step["waiting"]
        )
        median = "" if step["median_days"] is None else f"{step['median_days']:g}"
        counts = (str(step["done"]), str(step["districts"]))
        table.add_row(step["step"], *counts, median, waiting)
    _console().print(table)


def show_chain(plan: Json, submitted: Json, compact: Json) -> None:
    """Which bodies decided about a plan, who is next, who signed, and its seal."""
    console = _console()
    console.print(f"\n{plan['title']}: {_standing(plan, submitted)}")
    table = Table(expand=False)
    for heading in ("step", "body", "decided", "by office", "quorum", "on"):
        table.add_column(heading, no_wrap=True)
    for step in submitted["steps"]:
        table.add_row(step["step"], step["body_code"], *_last_decision(step))
    console.print(table)
    if plan["seal"] is not None:
        signed = sum(seat["signature"] is not None for seat in compact["signatories"])
        console.print(
            f"Signed by {signed} of {len(compact['signatories'])} who bind, witnessed"
            f" by {len(compact['witnesses'])}. Its seal, SHA-256:\n{plan['seal']}"
        )


def _standing(plan: Json, submitted: Json) -> str:
    """Adopted on a day, or where it waits."""
    if plan["adopted_at"] is not None:
        return f"adopted by its chain on {plan['adopted_at'][:10]}"
    for step in submitted["steps"]:
        if step["binding"] and not step["is_satisfied"]:
            return f"waits for {step['body_code']}, {step['step']}"
    return str(submitted["status"])


def _last_decision(step: Json) -> tuple[str, str, str, str]:
    """What the body said last, by which office, with how many there, and when."""
    if not step["decisions"]:
        return "", "", "", ""
    said = step["decisions"][-1]
    verdict = said["decision"].replace("_", " ")
    if step["conditions"]:
        verdict = "on conditions, met" if step["is_satisfied"] else "on conditions"
    quorum = ""
    if said["sitting_id"] is not None:
        quorum = f"{said['members_present']} of {said['voting_members']}"
    return verdict, said["office_code"], quorum, said["decided_at"][:10]
