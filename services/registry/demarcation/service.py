"""Reading the files of a demarcation, and what was applied before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.tabular.faults import RowErrors
from chassis.tabular.layout import Layout
from chassis.tabular.rows import read_rows
from chassis.tabular.upload import Upload, read_table
from services.registry.demarcation import layouts, stating
from services.registry.demarcation.layouts import PlaceRow
from services.registry.demarcation.models import (
    MOST_ROWS,
    Changes,
    DemarcationEmpty,
    DemarcationImport,
    DemarcationTooLong,
)
from services.registry.demarcation.outcome import raise_if_any
from services.registry.demarcation.repository import DemarcationImports
from services.registry.demarcation.rows import DemarcationRow
from services.registry.demarcation.rules import TRANSITIONS

PLACE_FILES: dict[str, Layout[PlaceRow]] = {
    "spaces": layouts.SPACES,
    "municipalities": layouts.MUNICIPALITIES,
    "wards": layouts.WARDS,
}


@dataclass(frozen=True)
class Demarcation:
    """Files of a demarcation, by what they hold, and what its sender says of them."""

    vintage: str
    source: str
    sent_by: str
    files: Mapping[str, Upload]

    @property
    def digest(self) -> str:
        """The same for the same files."""
        digests = sorted(f"{name} {file.digest}" for name, file in self.files.items())
        return sha256("\n".join(digests).encode()).hexdigest()


async def foresee_demarcation(
    session: AsyncSession, demarcation: Demarcation
) -> tuple[list[DemarcationRow], Changes]:
    """The rows of its files, and what they would change now."""
    rows = await _read(demarcation)
    return rows, await stating.foresee(session, rows)


async def list_imports(
    session: AsyncSession, *, after: UUID | None, limit: int
) -> Sequence[DemarcationImport]:
    return await DemarcationImports(session).page(after=after, limit=limit)


async def _read(demarcation: Demarcation) -> list[DemarcationRow]:
    rows: list[DemarcationRow] = []
    errors = {name: RowErrors() for name in demarcation.files}
    for name, upload in demarcation.files.items():
        rows += await _rows(demarcation, name, upload, errors[name])
    raise_if_any(errors)
    if not rows:
        raise DemarcationEmpty("send at least one file with a row")
    if len(rows) > MOST_ROWS:
        raise DemarcationTooLong(f"{len(rows)} rows; at most {MOST_ROWS}")
    return rows


async def _rows(
    demarcation: Demarcation, name: str, upload: Upload, errors: RowErrors
) -> list[DemarcationRow]:
    table = await read_table(upload)
    row = partial(
        DemarcationRow,
        vintage=demarcation.vintage,
        source=demarcation.source,
        sent_by=demarcation.sent_by,
    )
    if name == TRANSITIONS:
        steps = await read_rows(table, layouts.TRANSITIONS, unit=None, errors=errors)
        return [row(transition=step) for step in steps]
    places = await read_rows(table, PLACE_FILES[name], unit=None, errors=errors)
    return [row(place=place) for place in places]
