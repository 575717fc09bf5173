"""The columns of a demarcation's files: those of the country pack's own."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from chassis.tabular.columns import Column
from chassis.tabular.kinds import CellRefused, choice, code, day, text, whole_number
from chassis.tabular.layout import Layout
from chassis.tabular.table import Cell
from services.registry import reference
from services.registry.places.models import MUNICIPALITY, SPACE, WARD

BASES = (
    "register_opening",
    "metro_status",
    "established",
    "reconstituted",
    "continued",
    "moved",
    "renamed",
    "reclassified",
)
FIRST_DAY, LAST_DAY = dt.date(1994, 4, 27), dt.date(2199, 12, 31)
MOST_PEOPLE = 100_000_000
_WEIGHT = re.compile(r"0?\.[0-9]{1,12}|1(\.0{1,12})?")


@dataclass(frozen=True, kw_only=True)
class PlaceRow:
    """A place from a day on; `column` names where its parent stands in the file."""

    row: int
    kind: str
    column: str
    code: str
    name: str
    parent_code: str
    valid_from: dt.date
    valid_to: dt.date | None = None
    basis: str | None = None
    stated: dict[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TransitionRow:
    """What became of one municipality; its share by weight or by people, or neither."""

    row: int
    date: dt.date
    old_code: str
    new_code: str
    old_change: str
    new_change: str
    weight: Decimal | None = None
    population: int | None = None
    source: str | None = None


def weight(cell: Cell) -> Decimal:
    """A share above 0 and up to 1, to twelve decimals."""
    written = str(text()(cell))
    if not _WEIGHT.fullmatch(written) or not Decimal(written):
        raise CellRefused("weight-not-valid", "above 0, up to 1, twelve decimals")
    return Decimal(written)


def register_day(cell: Cell) -> dt.date:
    """A day the register can speak of: from 1994 to 2199."""
    found = day(cell)
    if not FIRST_DAY <= found <= LAST_DAY:
        raise CellRefused("date-out-of-range", f"{FIRST_DAY} to {LAST_DAY}")
    return found


def ward_code(cell: Cell) -> str:
    """A code of the country's smallest places."""
    written = str(text()(cell))
    level = reference.country().level(WARD)
    if not re.fullmatch(level.code_pattern, written, re.ASCII):
        raise CellRefused("code-not-valid", f"no {level.singular} has such a code")
    return written


def category_of(kind: str) -> Callable[[Cell], object]:
    """A category that the country has for places of this kind."""

    def read(cell: Cell) -> object:
        return choice(reference.country().categories(kind))(cell)

    return read


def municipal_class(cell: Cell) -> object:
    """A class that the country gives its municipalities, where it has such."""
    return choice(reference.country().level(MUNICIPALITY).classes)(cell)


def _space(  # noqa: PLR0913  the columns
    *,
    row: int,
    code: str,
    name: str,
    kind: str,
    province_code: str,
    valid_from: dt.date,
    seat: str | None = None,
    valid_from_basis: str | None = None,
    valid_to: dt.date | None = None,
) -> PlaceRow:
    return PlaceRow(
        row=row,
        kind=SPACE,
        column="province_code",
        code=code,
        name=name,
        parent_code=province_code,
        valid_from=valid_from,
        valid_to=valid_to,
        basis=valid_from_basis,
        stated={
            "category": kind,
            "seat": seat,
            "space_code": code,
            "province_code": province_code,
        },
    )


def _municipality(  # noqa: PLR0913  the columns
    *,
    row: int,
    code: str,
    name: str,
    category: str,
    parent_code: str,
    province_code: str,
    valid_from: dt.date,
    space_code: str | None = None,
    miif_class: str | None = None,
    valid_from_basis: str | None = None,
    valid_to: dt.date | None = None,
) -> PlaceRow:
    return PlaceRow(
        row=row,
        kind=MUNICIPALITY,
        column="parent_code",
        code=code,
        name=name,
        parent_code=parent_code,
        valid_from=valid_from,
        valid_to=valid_to,
        basis=valid_from_basis,
        stated={
            "category": category,
            "miif_class": miif_class,
            "space_code": space_code,
            "province_code": province_code,
        },
    )


def _ward(  # noqa: PLR0913  the columns
    *,
    row: int,
    code: str,
    municipality_code: str,
    valid_from: dt.date,
    name: str | None = None,
    valid_to: dt.date | None = None,
) -> PlaceRow:
    return PlaceRow(
        row=row,
        kind=WARD,
        column="municipality_code",
        code=code,
        name=name or _numbered(code),
        parent_code=municipality_code,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _numbered(code: str) -> str:
    """The name of a place that has only a number: the last three digits."""
    return f"{reference.country().level(WARD).singular.capitalize()} {int(code[-3:])}"


SPACES = Layout(
    _space,
    (
        Column("code", code, required=True, unique=True),
        Column("name", text(200), required=True),
        Column("kind", category_of(SPACE), required=True),
        Column("province_code", code, required=True),
        Column("seat", text(200)),
        Column("valid_from", register_day, required=True),
        Column("valid_from_basis", choice(BASES)),
        Column("valid_to", register_day),
    ),
)
MUNICIPALITIES = Layout(
    _municipality,
    (
        Column("code", code, required=True),
        Column("name", text(200), required=True),
        Column("category", category_of(MUNICIPALITY), required=True),
        Column("parent_code", code, required=True),
        Column("space_code", code),
        Column("province_code", code, required=True),
        Column("miif_class", municipal_class),
        Column("valid_from", register_day, required=True),
        Column("valid_from_basis", choice(BASES)),
        Column("valid_to", register_day),
    ),
)
WARDS = Layout(
    _ward,
    (
        Column("code", ward_code, required=True),
        Column("name", text(200)),
        Column("municipality_code", code, required=True),
        Column("valid_from", register_day, required=True),
        Column("valid_to", register_day),
    ),
)
TRANSITIONS = Layout(
    TransitionRow,
    (
        Column("date", register_day, required=True),
        Column("old_code", code, required=True),
        Column("new_code", code, required=True),
        Column(
            "old_change",
            choice(("disestablished", "continued", "reconstituted")),
            required=True,
        ),
        Column(
            "new_change",
            choice(("established", "continued", "reconstituted")),
            required=True,
        ),
        Column("weight", weight),
        Column("population", whole_number(0, MOST_PEOPLE)),
        Column("source", text(200)),
    ),
)
