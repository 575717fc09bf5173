"""A demarcation that was applied, what it changed, and why one is refused."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.errors import FieldError, Unprocessable
from chassis.tabular.faults import RowErrors
from services.registry.places.models import (
    MUNICIPALITY,
    SPACE,
    Place,
    PlacesTable,
    Transition,
)
from services.registry.statements import Difference, StatementRefused

MOST_LISTED = 500
MOST_ERRORS = 500
MOST_ROWS = 20_000


class DemarcationEmpty(Unprocessable):
    """A demarcation has a row of a space, municipality, ward or transition."""


class DemarcationTooLong(Unprocessable):
    """The files of a demarcation have at most 20 000 rows together."""


class DemarcationHasErrors(StatementRefused):
    """Rows of the files break the rules below; nothing of the demarcation was applied.

    Each error points to `/<file>/rows/<row>/<column>`; at most 500 are listed.
    """

    def __init__(self, errors: dict[str, RowErrors]) -> None:
        total = sum(each.total for each in errors.values())
        listed = [
            FieldError(f"/{file}{error.pointer}", error.code, error.detail)
            for file, each in errors.items()
            for error in (fault.as_field_error() for fault in each.kept)
        ]
        super().__init__(
            f"{total} errors in the files; nothing was applied", listed[:MOST_ERRORS]
        )


class DemarcationImport(PlacesTable):
    """A demarcation that was applied; `changes` says what to, by kind of change."""

    __tablename__ = "demarcation_import"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    vintage: Mapped[str]
    source: Mapped[str]
    changes: Mapped[dict[str, Any]] = mapped_column(JSONB)
    loaded_by: Mapped[str]
    loaded_at: Mapped[datetime]


class FileRow(Protocol):
    """A row of a file, by its number as a spreadsheet counts."""

    @property
    def row(self) -> int: ...


@dataclass(frozen=True)
class ChangedPlace:
    """What a demarcation does to one place from one day on; JSON as it stands."""

    kind: str
    code: str
    name: str
    effective: date
    before: str | None = None
    after: str | None = None


@dataclass
class Changes:
    """Everything a demarcation changes, to be shown or to be written."""

    places: list[Place] = field(default_factory=list)
    transitions: list[Transition] = field(default_factory=list)
    weighted: list[Transition] = field(default_factory=list)
    added: list[ChangedPlace] = field(default_factory=list)
    ended: list[ChangedPlace] = field(default_factory=list)
    moved: list[ChangedPlace] = field(default_factory=list)
    renamed: list[ChangedPlace] = field(default_factory=list)
    reclassified: list[ChangedPlace] = field(default_factory=list)
    boundaries_changed: list[ChangedPlace] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.places or self.transitions or self.weighted)

    @property
    def days_of_areas(self) -> set[date]:
        """The days on which spaces and municipalities came, went or moved."""
        changed = (*self.added, *self.ended, *self.moved)
        return {
            each.effective for each in changed if each.kind in {SPACE, MUNICIPALITY}
        }

    @property
    def listed(self) -> dict[str, Sequence[ChangedPlace]]:
        return {
            "added": self.added,
            "ended": self.ended,
            "moved": self.moved,
            "renamed": self.renamed,
            "reclassified": self.reclassified,
            "boundaries_changed": self.boundaries_changed,
        }
