"""What the documents say is there: files, links, variables, addresses, measurements."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from chassis.settings import Settings
from deploy.topology import PROCESSES, SERVICES, owner_variable, password_variable
from gateway.settings import GatewaySettings

ROOT = Path(__file__).parents[2]
DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))
CHECKLIST = ROOT / "docs" / "adding-a-use-case.md"
LONGEST_DOCUMENT = 60
HEADINGS = ["## Context", "## Decision", "## Consequences", "## Alternatives"]
SOURCES = ("chassis", "contracts", "deploy", "gateway", "services")
PASSING = {".venv", ".onedistrict", "node_modules", "build", "dist"}

LINK = re.compile(r"\]\(([^)\s]+)\)")
NAMED_IN_CODE_STYLE = re.compile(r"`([^`\s]+)`")
VARIABLE = re.compile(r"ONEDISTRICT_(?:<SERVICE>_)?[A-Z_]*[A-Z]")
ADDRESS = re.compile(r"/v1/[\w/{}$.-]*[\w}.]")
MEASUREMENT = re.compile(r"\bonedistrict_[a-z_]+[a-z]\b(?=`)")
PARAMETER = re.compile(r"\{.*\}")
CLASS = re.compile(r"`((?:[A-Z][a-z]+){2,})(?=[`(])")
NOT_OURS = {"BaseModel", "RateLimit"}


def pages() -> list[Path]:
    return [
        path
        for path in sorted(ROOT.rglob("*.md"))
        if not PASSING & set(path.relative_to(ROOT).parts)
    ]


def handbook() -> list[Path]:
    """What is kept up to date; a decision stays as it was taken."""
    return [page for page in pages() if page not in DECISIONS]


def named(pattern: re.Pattern[str], *documents: Path) -> Iterator[tuple[str, str]]:
    for document in documents:
        for name in pattern.findall(document.read_text()):
            yield str(document.relative_to(ROOT)), name


def source() -> str:
    return "\n".join(
        path.read_text()
        for package in SOURCES
        for path in sorted((ROOT / package).rglob("*"))
        if path.suffix in {".py", ".yml"}
    )


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_short_and_says_why(decision: Path) -> None:
    lines = decision.read_text().splitlines()

    assert lines[0].startswith(f"# {decision.name[:4]} ")
    assert [line for line in lines if line.startswith("## ")] == HEADINGS
    assert len(lines) <= LONGEST_DOCUMENT


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]

    assert numbers == list(range(1, len(numbers) + 1))


def test_every_link_to_a_file_leads_somewhere() -> None:
    broken = [
        f"{page}: {target}"
        for page, target in named(LINK, *pages())
        if "://" not in target
        and not target.startswith(("#", "mailto:"))
        and not (ROOT / page).parent.joinpath(target.partition("#")[0]).exists()
    ]
    assert broken == []


def test_the_checklist_is_short() -> None:
    assert len(CHECKLIST.read_text().splitlines()) <= LONGEST_DOCUMENT


def test_every_file_that_is_named_exists() -> None:
    places = ("docs/", "tests/", *(f"{package}/" for package in SOURCES))
    absent = [
        f"{page}: {name}"
        for page, name in named(NAMED_IN_CODE_STYLE, *handbook())
        if name.startswith(places)
        and "<" not in name
        and not (ROOT / name.partition("#")[0]).exists()
    ]
    assert absent == []


def test_every_environment_variable_that_is_named_exists() -> None:
    known = {
        f"ONEDISTRICT_{field.upper()}"
        for settings in (Settings, GatewaySettings)
        for field in settings.model_fields
    }
    known |= {owner_variable(each.name) for each in SERVICES}
    known |= {password_variable(each.name) for each in PROCESSES}
    known |= set(VARIABLE.findall(source()))

    unknown = [
        f"{page}: {name}"
        for page, name in named(VARIABLE, *pages())
        for each in SERVICES
        if name.replace("<SERVICE>", each.name.upper()) not in known
    ]
    assert unknown == []


def test_every_address_that_is_named_is_in_the_contract() -> None:
    document = ROOT / "contracts" / "openapi" / "onedistrict.json"
    templates = [path.split("/") for path in json.loads(document.read_text())["paths"]]

    unknown = [
        f"{page}: {address}"
        for page, address in named(ADDRESS, *handbook())
        if not any(leads_to(address, template) for template in templates)
    ]
    assert unknown == []


def leads_to(address: str, template: list[str]) -> bool:
    """`/v1/ledger/...` leads to everything below it; `$PLAN` is some parameter."""
    part, ellipsis, _ = address.partition("...")
    segments = part.rstrip("/").split("/")
    wanted = template[: len(segments)] if ellipsis else template
    return len(segments) == len(wanted) and all(
        said == segment or PARAMETER.fullmatch(segment)
        for said, segment in zip(segments, wanted, strict=True)
    )


def test_every_measurement_that_is_named_is_taken() -> None:
    code = source()
    unknown = [
        f"{page}: {name}"
        for page, name in named(MEASUREMENT, *handbook())
        if f'"{name.removesuffix("_total")}"' not in code
    ]
    assert unknown == []


def test_every_class_that_is_named_exists() -> None:
    ours = set(re.findall(r"^class (\w+)", source(), re.MULTILINE))
    unknown = [
        f"{page}: {name}"
        for page, name in named(CLASS, *handbook())
        if name not in ours | NOT_OURS
    ]
    assert unknown == []
