"""What no tool checks for us: where time is read, SQL is written, commits happen."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from deploy.publishing.coupling import consumers_of
from deploy.publishing.events import published_events
from deploy.topology import SERVICES

ROOT = Path(__file__).parents[2]
PACKAGES = ("chassis", "contracts", "deploy", "gateway", "services")
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LISTS = ("tests/registry/labels.py",)
BANNED_WORDS = ("utils", "helpers", "manager", "base", "impl", "data", "info", "common")


def sources(*packages: str) -> Iterator[Path]:
    for package in packages or PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def calls(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def offenders(wanted, paths, *, except_in: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in paths
        if not str(path.relative_to(ROOT)).startswith(except_in)
        for line, name in calls(path)
        if wanted(name)
    ]


def test_only_the_clock_reads_the_time() -> None:
    def reads_the_time(name: str) -> bool:
        return name.endswith(
            ("datetime.now", "date.today", "datetime.utcnow", "time.time")
        )

    paths = sources("chassis", "contracts", "gateway", "services")
    assert offenders(reads_the_time, paths, except_in=("chassis/clock.py",)) == []


def test_only_the_chassis_commits() -> None:
    def commits(name: str) -> bool:
        return name.endswith((".commit", ".rollback"))

    assert offenders(commits, sources("services", "gateway")) == []


def test_services_query_in_repositories_only() -> None:
    querying = {"select", "insert", "update", "delete", "text"}
    elsewhere = [
        str(path.relative_to(ROOT))
        for path in sources("services")
        if "repository" not in str(path)
        and "migrations" not in path.parts
        and path.name != "editions.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("sqlalchemy")
        and querying & {alias.name for alias in node.names}
    ]
    assert elsewhere == []


def test_services_refuse_by_rule_and_not_by_status() -> None:
    raising = [
        f"{path.relative_to(ROOT)}"
        for path in sources("services")
        if "HTTPException" in path.read_text()
    ]
    assert raising == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_says_why_it_exists(package: str) -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in sources(package)
        if not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_files_and_functions_stay_short() -> None:
    long: list[str] = []
    for path in sources(*PACKAGES, "tests"):
        name, source = str(path.relative_to(ROOT)), path.read_text()
        if source.count("\n") > LONGEST_FILE and name not in LISTS:
            long.append(f"{name} is past {LONGEST_FILE} lines")
        long += [
            f"{name}:{node.lineno} {node.name}"
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and not node.name.startswith("test_")
            and (node.end_lineno or 0) - node.body[0].lineno > LONGEST_FUNCTION
        ]
    assert long == []


def test_names_say_what_a_thing_is() -> None:
    vague = [
        str(path.relative_to(ROOT)) for path in sources() if path.stem in BANNED_WORDS
    ]
    assert vague == []


def event_names(prose: str) -> set[str]:
    return set(re.findall(r"\b(?:[A-Z][a-z]+){2,}\b", prose))


def test_a_service_says_what_it_publishes_and_consumes() -> None:
    for service in SERVICES:
        page = import_module(f"services.{service.name}").__doc__ or ""
        said, _, heard = page.partition("Publishes")[2].partition("Consumes")
        assert event_names(said) == {
            event.__name__
            for event in published_events()
            if event.subject.split(".")[1] == service.name
        }
        assert event_names(heard) == {
            event.__name__ for event in consumers_of(service.name).events
        }


def test_the_lock_carries_hashes_and_no_addresses() -> None:
    lock = (ROOT / "requirements.lock").read_text()

    assert "--hash=sha256:" in lock
    assert "://" not in lock
    assert "--index" not in lock


def test_every_dependency_says_what_it_is_for() -> None:
    source = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(source)
    named = project["project"]["dependencies"] + project["dependency-groups"]["dev"]

    unexplained = [
        name
        for name in named
        if not re.search(rf'^  "{re.escape(name)}", +# \S', source, re.MULTILINE)
    ]

    assert len(named) > 30
    assert unexplained == []
