"""Rules that come with the code hold from their day to the next text's."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pydantic import ValidationError

from chassis.tabular.packaged import Dated, Words, in_force, packaged, rows_in

HEADER = "code,rate,words,applies_from,applies_to,citation,confidence\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Dated):
    code: str
    rate: Decimal
    words: Words


def rates(folder: Path, text: str, monkeypatch) -> tuple[Rate, ...]:
    (folder / "rates.csv").write_text(HEADER + text, encoding="utf-8")
    monkeypatch.setattr("chassis.tabular.packaged.files", lambda _: folder)
    return packaged(Rate, "anywhere", "rates.csv")


def test_cells_are_what_the_fields_say(tmp_path, monkeypatch) -> None:
    (rate, other) = rates(
        tmp_path,
        'A,0.10,bulk water|reservoir,2024-05-01,,"Act 5, s2",high\n'
        "B,2,,2024-05-01,2025-01-01,Act 5,low\n",
        monkeypatch,
    )

    assert (rate.rate, rate.words) == (Decimal("0.10"), ("bulk water", "reservoir"))
    assert (rate.applies_to, rate.citation) == (None, "Act 5, s2")
    assert (other.words, other.applies_to) == ((), date(2025, 1, 1))


@pytest.mark.parametrize(
    "row",
    [
        "A,ten,,2024-05-01,,Act 5,high",
        "A,1,,yesterday,,Act 5,high",
        "A,1,,,,Act 5,high",
        "A,1,,2024-05-01,,,high",
        ",1,,2024-05-01,,Act 5,high",
    ],
)
def test_a_row_that_lacks_its_day_or_its_citation_is_no_rule(
    tmp_path, monkeypatch, row
) -> None:
    with pytest.raises(ValidationError):
        rates(tmp_path, row, monkeypatch)


def test_blank_lines_and_commas_in_quotes_are_read_as_csv(tmp_path) -> None:
    file = tmp_path / "some.csv"
    file.write_text('a,b\n1,"2,3"\n', encoding="utf-8")

    assert rows_in(file) == [{"a": "1", "b": "2,3"}]


DAYS = some.dates(date(1990, 1, 1), date(2090, 1, 1))


@settings(max_examples=50)
@given(some.lists(DAYS, min_size=1, max_size=6, unique=True), DAYS)
def test_of_texts_that_follow_each_other_one_is_in_force(days, on) -> None:
    begins = sorted(days)
    texts = [
        Rate(
            code=str(number),
            rate=Decimal(number),
            words=(),
            applies_from=begin,
            applies_to=end,
            citation="Act",
            confidence="high",
        )
        for number, (begin, end) in enumerate(
            zip(begins, [*begins[1:], None], strict=True)
        )
    ]

    found = list(in_force(texts, on))

    assert len(found) == (on >= begins[0])
    assert all(text.applies_from <= on for text in found)
    assert not list(in_force(texts, begins[0] - timedelta(days=1)))
