"""The commitment matrix: organ, intervention, financial year, with totals.

Rows are set one after the other, so that a plan of thousands of interventions needs
no more memory than one of ten; years that do not fit beside each other follow below.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from services.plans.printing.edition import Phased, Pledge, Row
from services.plans.printing.paper import (
    ACCENT,
    BOLD,
    BOTTOM,
    INK,
    MARGIN,
    PALE,
    PLAIN,
    RULE,
    SHADE,
    WIDTH,
    Paper,
    clipped,
    lines,
)

YEARS_BESIDE = 5
SIZE, LEADING = 7.5, 9.5
SUM_HEIGHT = LEADING + 10
CODE, TITLE, PLACES = 62.0, 180.0, 82.0
NONE = "-"
EXPLAINED = (
    "What is planned; in green below it what organs commit to that, and how it stands."
)
UNCOMMITTED = "What is planned, by lead organ. No organ has committed to any of it yet."
Amounts = dict[str, Decimal]


@dataclass(frozen=True)
class Column:
    """Amounts of one kind: of a year, without a year, or of the whole horizon."""

    label: str
    right: float
    width: float

    def amount(self, line: Phased) -> Decimal | None:
        if self.label == UNPHASED:
            return line.unphased
        return line.total if self.label == TOTAL else line.planned.get(self.label)


UNPHASED, TOTAL = "Without year", "Total"


def set_matrix(paper: Paper) -> None:
    """Every intervention under its organ, and what organs commit to it.

    In the order of organs and codes; sums are of what is planned.
    """
    rows = sorted(paper.edition.rows, key=lambda row: (row.organ, row.code))
    for columns in _columns(paper.edition.years, rows):
        paper.turn()
        paper.heading("Commitments by organ, intervention and year (rand)")
        pledged = any(row.pledges for row in rows)
        paper.paragraph(EXPLAINED if pledged else UNCOMMITTED)
        _set_head(paper, columns)
        whole: Amounts = defaultdict(Decimal)
        for organ, own in groupby(rows, key=lambda row: row.organ):
            # A sum alone on a page would be nobody's.
            after = 1 + (organ == rows[-1].organ) * (3 if pledged else 1)
            _set_organ(paper, organ, list(own), columns, whole, sums_after=after)
        totals = [("All organs", whole)]
        if pledged:
            totals += _committed(rows, columns)
        _room_for(paper, len(totals) * SUM_HEIGHT, columns)
        for words, sums in totals:
            _set_sum(paper, words, sums, columns)


def _committed(
    rows: Sequence[Row], columns: Sequence[Column]
) -> list[tuple[str, Amounts]]:
    """What of it all is committed and not withdrawn, and how much is confirmed."""
    standing = [
        pledge for row in rows for pledge in row.pledges if pledge.state != "withdrawn"
    ]
    confirmed = [pledge for pledge in standing if pledge.state == "confirmed"]
    return [
        ("Committed to in all", _summed(standing, columns)),
        ("of that, confirmed", _summed(confirmed, columns)),
    ]


def _summed(lines_set: Iterable[Phased], columns: Sequence[Column]) -> Amounts:
    sums: Amounts = defaultdict(Decimal)
    for line in lines_set:
        for column in columns:
            sums[column.label] += column.amount(line) or 0
    return sums


def _columns(years: Sequence[str], rows: Sequence[Row]) -> Iterable[list[Column]]:
    """Five years at a time; the last set also has what stands without a year."""
    portions = [
        list(years[start : start + YEARS_BESIDE])
        for start in range(0, len(years), YEARS_BESIDE)
    ] or [[]]
    lines_set = [line for row in rows for line in (row, *row.pledges)]
    if any(line.unphased is not None for line in lines_set):
        portions[-1].append(UNPHASED)
    for labels in portions:
        room = WIDTH - 2 * MARGIN - CODE - TITLE - PLACES
        width = room / (len(labels) + 1)
        start = MARGIN + CODE + TITLE + PLACES
        yield [
            Column(label, start + width * (place + 1), width)
            for place, label in enumerate([*labels, TOTAL])
        ]


def _set_organ(  # noqa: PLR0913  what is set, and what has to stay beside it
    paper: Paper,
    organ: str,
    rows: Sequence[Row],
    columns: Sequence[Column],
    whole: Amounts,
    *,
    sums_after: int,
) -> None:
    last = 3 * LEADING + sums_after * SUM_HEIGHT
    _room_for(paper, 3 * LEADING + (last if len(rows) == 1 else 0), columns)
    paper.y -= LEADING + 3
    named = " - ".join(filter(None, (organ, paper.edition.organs.get(organ))))
    named = clipped(named, BOLD, 9, WIDTH - 2 * MARGIN)
    paper.text(MARGIN, paper.y, named, font=BOLD, size=9)
    paper.y -= 4
    for row in rows:
        if row is rows[-1]:
            _room_for(paper, last, columns)
        _set_row(paper, row, columns)
        for pledge in row.pledges:
            _set_pledge(paper, pledge, columns)
        paper.y -= 3 if row.pledges else 0
    sums = _summed(rows, columns)
    for label, amount in sums.items():
        whole[label] += amount
    _set_sum(paper, f"{organ}, together", sums, columns)


def _set_row(paper: Paper, row: Row, columns: Sequence[Column]) -> None:
    title = lines(row.title, PLAIN, SIZE, TITLE - 10)[:8]
    places = lines(", ".join(row.places), PLAIN, SIZE, PLACES - 8)[:8]
    height = max(len(title), len(places)) * LEADING + 4
    _room_for(paper, height, columns)
    paper.canvas.setStrokeColor(RULE)
    paper.canvas.line(MARGIN, paper.y, WIDTH - MARGIN, paper.y)
    base = paper.y - LEADING
    code = clipped(row.code, PLAIN, SIZE, CODE - 6)
    paper.text(MARGIN, base, code, size=SIZE, ink=PALE)
    for number, line in enumerate(title):
        paper.text(MARGIN + CODE, base - number * LEADING, line, size=SIZE)
    for number, line in enumerate(places):
        left = MARGIN + CODE + TITLE
        paper.text(left, base - number * LEADING, line, size=SIZE, ink=PALE)
    for column in columns:
        _set_amount(paper, base, column, column.amount(row))
    paper.y -= height


def _set_pledge(paper: Paper, pledge: Pledge, columns: Sequence[Column]) -> None:
    """What an organ commits, below what is planned; no part of any sum."""
    _room_for(paper, LEADING, columns)
    base = paper.y - LEADING + 2
    words = f"{pledge.organ}: {pledge.state}"
    label = clipped(words, PLAIN, SIZE, TITLE + PLACES - 16)
    paper.text(MARGIN + CODE + 8, base, label, size=SIZE, ink=ACCENT)
    for column in columns:
        amount = column.amount(pledge)
        if amount is not None:
            _set_amount(paper, base, column, amount, ink=ACCENT)
    paper.y -= LEADING


def _set_sum(
    paper: Paper, words: str, sums: Amounts, columns: Sequence[Column]
) -> None:
    height = SUM_HEIGHT - 4
    _room_for(paper, height, columns)
    paper.canvas.setFillColor(SHADE)
    paper.canvas.rect(
        *(MARGIN, paper.y - height, WIDTH - 2 * MARGIN, height), stroke=0, fill=1
    )
    base = paper.y - LEADING - 1
    label = clipped(words, BOLD, SIZE, CODE + TITLE + PLACES - 8)
    paper.text(MARGIN + 4, base, label, font=BOLD, size=SIZE)
    for column in columns:
        _set_amount(paper, base, column, sums[column.label], font=BOLD)
    paper.y -= height + 4


def _set_amount(  # noqa: PLR0913  what is set where, and how it looks
    paper: Paper,
    y: float,
    column: Column,
    amount: Decimal | None,
    *,
    font: str = PLAIN,
    ink: HexColor = INK,
) -> None:
    words = NONE if amount is None else in_rand(amount)
    needed = stringWidth(words, font, SIZE)
    size = SIZE * min(1.0, (column.width - 5) / needed)
    paper.text(column.right, y, words, font=font, size=size, ink=ink, right=True)


def in_rand(amount: Decimal) -> str:
    """`20 000 000`, and cents where there are any."""
    written = f"{amount:,.2f}".replace(",", " ")
    return written.removesuffix(".00")


def _set_head(paper: Paper, columns: Sequence[Column]) -> None:
    base = paper.y - LEADING
    for left, words in (
        (0.0, "Code"),
        (CODE, "Intervention"),
        (CODE + TITLE, "Places"),
    ):
        paper.text(MARGIN + left, base, words, font=BOLD, size=SIZE)
    for column in columns:
        paper.text(column.right, base, column.label, font=BOLD, size=SIZE, right=True)
    paper.y -= LEADING + 5
    paper.canvas.setStrokeColor(INK)
    paper.canvas.line(MARGIN, paper.y, WIDTH - MARGIN, paper.y)


def _room_for(paper: Paper, height: float, columns: Sequence[Column]) -> None:
    if paper.y - height < BOTTOM:
        paper.turn()
        _set_head(paper, columns)
