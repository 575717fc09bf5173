"""What a pack says of its country: its own words for what the registry holds.

Kinds of places are the same everywhere (country, province, space, municipality,
ward); how a country calls them, and shapes their codes, is data.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from services.registry.reference.files import configured, description


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Level:
    """A kind of place, the country's words for it, and what its codes look like."""

    kind: str
    singular: str
    plural: str
    code_pattern: str
    categories: tuple[Category, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sphere:
    """A sphere of government; `year_starts` is the month and day, as 04-01."""

    code: str
    name: str
    year_starts: str
    year_label: str

    def year_of(self, day: date) -> str:
        """The financial year a day lies in, such as 2026/27."""
        start = day.year if f"{day:%m-%d}" >= self.year_starts else day.year - 1
        end = start if self.year_starts == "01-01" else start + 1
        return self.year_label.format(start=start, end=f"{end % 100:02d}")


@dataclass(frozen=True, slots=True)
class Approval:
    """A body that takes part in approving a plan, and its act, in their order."""

    body: str
    abbreviation: str
    act: str
    basis: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """An identifier scheme; `written` is code, number or name."""

    code: str
    authority: str
    written: str


@dataclass(frozen=True, slots=True)
class BoundaryVintage:
    """Boundaries that figures were counted on, by a day on which they stood."""

    code: str
    stood_on: date


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    name: str
    currency: str
    code_scheme: str
    label_code_pattern: str
    register_opened: date
    vintage: str
    levels: tuple[Level, ...]
    spheres: tuple[Sphere, ...]
    approvals: tuple[Approval, ...]
    identifier_schemes: tuple[Scheme, ...]
    boundary_vintages: tuple[BoundaryVintage, ...]

    def level(self, kind: str) -> Level:
        return next(level for level in self.levels if level.kind == kind)

    def categories(self, kind: str) -> tuple[str, ...]:
        return tuple(category.code for category in self.level(kind).categories)

    def schemes_written_as(self, written: str) -> frozenset[str]:
        return frozenset(
            each.code for each in self.identifier_schemes if each.written == written
        )

    def stood_on(self, vintage: str) -> date | None:
        """A day of the boundaries of a vintage; None for a vintage nobody named."""
        found = (v.stood_on for v in self.boundary_vintages if v.code == vintage)
        return next(found, None)


def country() -> Country:
    """The country of this deployment."""
    return _read(configured())


@cache
def _read(pack: str) -> Country:
    said = dict(description(pack))
    return Country(
        levels=tuple(_level(**level) for level in said.pop("levels")),
        spheres=tuple(Sphere(**each) for each in said.pop("spheres")),
        approvals=tuple(Approval(**each) for each in said.pop("approvals")),
        identifier_schemes=tuple(Scheme(**s) for s in said.pop("identifier_schemes")),
        boundary_vintages=tuple(
            BoundaryVintage(**each) for each in said.pop("boundary_vintages")
        ),
        **said,
    )


def _level(
    *,
    categories: Sequence[Mapping[str, str]] = (),
    classes: Sequence[str] = (),
    **named: str,
) -> Level:
    return Level(
        **named,
        categories=tuple(Category(**category) for category in categories),
        classes=tuple(classes),
    )
