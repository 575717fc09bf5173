"""Aliases from a file: all of its rows as they are proposed, or what is wrong."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.tabular.columns import Column
from chassis.tabular.faults import RowErrors, collecting_errors
from chassis.tabular.kinds import boolean, choice, code, day, text
from chassis.tabular.layout import Layout
from chassis.tabular.rows import read_rows
from chassis.tabular.upload import Upload, read_table
from services.registry.names import stating
from services.registry.names.alias_rules import AliasRow
from services.registry.names.models import AliasFileEmpty, AliasFileTooLong, Subject
from services.registry.names.repository import NAMED_KINDS
from services.registry.names.stating import ProposedAlias
from services.registry.statements import Difference

MOST_ROWS = 10_000
LAYOUT = Layout(
    AliasRow,
    (
        Column("scheme", code, required=True),
        Column("identifier", text(200), required=True),
        Column("code", code, required=True),
        Column("subject", choice([subject.value for subject in Subject])),
        Column("kind", choice(NAMED_KINDS)),
        Column("valid_from", day),
        Column("valid_to", day),
        Column("needs_title", boolean),
    ),
)


async def foresee_aliases(
    session: AsyncSession, upload: Upload, *, adopted_by: str, reason: str
) -> tuple[list[ProposedAlias], list[Difference]]:
    """The rows of the file, and those of them that are new."""
    table = await read_table(upload)
    if len(table.rows) > MOST_ROWS:
        raise AliasFileTooLong(f"{len(table.rows)} rows; at most {MOST_ROWS}")
    with collecting_errors() as errors:
        rows = await read_rows(table, LAYOUT, unit=None, errors=errors)
        await _check(session, rows, errors)
    if not rows:
        raise AliasFileEmpty("the file has a header and nothing below it")
    proposed = [
        ProposedAlias(adopted_by=adopted_by, reason=reason, alias=row) for row in rows
    ]
    return proposed, stating.differences(await stating.unknown(session, rows))


async def _check(
    session: AsyncSession, rows: Sequence[AliasRow], errors: RowErrors
) -> None:
    for row, (column, rule, detail) in await stating.faults(session, rows):
        errors.add(row.row, column, getattr(row, column), rule=rule, detail=detail)
