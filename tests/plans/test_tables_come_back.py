"""Law: what any table of a plan says is read back from its file as it was."""

import asyncio
import unicodedata
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as some

from chassis.tabular.faults import RowErrors
from chassis.tabular.rows import read_rows
from chassis.tabular.upload import Upload, read_table
from chassis.tabular.writing import SheetFormat
from services.plans.content.models import (
    Issue,
    Outcome,
    PlanLink,
    Record,
    Relation,
    Strategy,
    SubjectKind,
)
from services.plans.content.schemas import IssueDraft, OutcomeDraft
from services.plans.content.whole import Whole
from services.plans.documents.content import FocusArea
from services.plans.exports.sheets import sheet_of
from services.plans.imports.importers import IMPORTERS
from services.plans.imports.models import Part

CODES = some.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,9}", fullmatch=True)
LISTED = some.lists(CODES, max_size=4, unique=True)
TEXTS = (
    some.text(
        some.one_of(
            some.sampled_from("='-+@|;\\_x0041, \"\u3000\uff1d"),
            some.characters(exclude_categories=["C"]),
        ),
        max_size=40,
    )
    .map(lambda text: " ".join(unicodedata.normalize("NFC", text).split()))
    .filter(bool)
)
PERHAPS = some.none() | TEXTS
MEASURES = some.none() | some.decimals(
    Decimal(-9999999999999999), Decimal(9999999999999999), places=4
)
YEARS = some.none() | some.integers(1994, 2100)
AREAS = some.sampled_from(FocusArea)
SOURCES = some.lists(
    some.fixed_dictionaries(
        {
            "title": TEXTS,
            "published_on": some.none() | some.dates().map(str),
            "url": some.none()
            | some.from_regex(r"https?://[!-~]{1,20}", fullmatch=True),
        }
    ),
    max_size=4,
)
KINDS = {
    Part.ISSUES: some.builds(
        Issue, code=CODES, focus_area=AREAS, statement=TEXTS, sources=SOURCES
    ),
    Part.OUTCOMES: some.builds(
        Outcome,
        code=CODES,
        focus_area=AREAS,
        statement=TEXTS,
        indicator=PERHAPS,
        unit=PERHAPS,
        baseline=MEASURES,
        baseline_year=YEARS,
        target=MEASURES,
        target_year=YEARS,
    ),
    Part.STRATEGIES: some.builds(
        Strategy,
        code=CODES,
        focus_area=AREAS,
        statement=TEXTS,
        answers=LISTED,
        serves=LISTED,
    ),
    Part.LINKS: some.builds(
        PlanLink,
        code=CODES,
        framework=CODES,
        item=CODES,
        relation=some.sampled_from(Relation),
        subject_kind=some.none() | some.sampled_from(SubjectKind),
        subject=some.none() | CODES,
        note=PERHAPS,
    ),
}


async def read_again(part: Part, content: bytes) -> list[Record]:
    file, errors = await read_table(Upload(content)), RowErrors()
    rows = await read_rows(file, IMPORTERS[part].layout, unit=None, errors=errors)
    assert errors.kept == []
    return [row.stated() for row in rows]


@settings(max_examples=50, deadline=None)
@given(
    some.sampled_from(sorted(KINDS)).flatmap(
        lambda part: some.tuples(
            some.just(part),
            some.lists(KINDS[part], max_size=4, unique_by=lambda each: each.code),
        )
    )
)
def test_any_table_survives_a_csv_file(written) -> None:
    part, records = written
    tables = {each: records if each == part else [] for each in Part}
    content = sheet_of(Whole(plan=None, **tables), part).written(SheetFormat.CSV)

    read = asyncio.run(read_again(part, content))

    assert [each.states() for each in read] == [each.states() for each in records]


@settings(max_examples=50, deadline=None)
@given(TEXTS.map(lambda text: text.replace(" ", "  ")), some.sampled_from(FocusArea))
def test_what_is_sent_reads_as_its_file_will(text, area) -> None:
    source = {"title": text}
    issue = IssueDraft(code="D1", focus_area=area, statement=text, sources=[source])
    outcome = OutcomeDraft(code="O1", focus_area=area, statement=text, indicator=text)

    line = " ".join(text.split())
    assert (issue.statement, issue.sources[0].title) == (line, line)
    assert (outcome.statement, outcome.indicator) == (line, line)
