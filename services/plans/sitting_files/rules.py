"""What a row of a sitting must say besides its form."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chassis.tabular.faults import RowErrors
from services.plans.resolutions.models import MatterKind
from services.plans.sitting_files.layout import AGENDA, Label, MatterRow
from services.plans.sittings.models import Sitting


@dataclass(frozen=True)
class Breach:
    """A rule that a row breaks, and in which column."""

    column: str
    value: object
    rule: str
    detail: str


def check(
    rows: Sequence[MatterRow],
    sitting: Sitting,
    standing: Mapping[Label, str],
    organs: Collection[str],
    errors: RowErrors,
) -> None:
    """Every fault of the rows, beside what stands in the sitting, goes to `errors`."""
    labels = standing.keys() | {row.label for row in rows}
    for row in rows:
        for breach in _breaches(row, sitting, standing, organs, labels):
            errors.add(
                row.row,
                breach.column,
                breach.value,
                rule=breach.rule,
                detail=breach.detail,
            )


def _breaches(
    row: MatterRow,
    sitting: Sitting,
    standing: Mapping[Label, str],
    organs: Collection[str],
    labels: Collection[Label],
) -> Iterator[Breach]:
    if row.kind is not None and row.kind != row.label.kind:
        detail = f"{row.label} is of kind {row.label.kind}"
        yield Breach("kind", row.kind, "kind-differs", detail)
    known = standing.get(row.label)
    if known is not None:
        if known != row.content:
            detail = "the sitting has it with other words; a record is not rewritten"
            yield Breach("content", row.content, "matter-differs", detail)
        return
    if row.owner_organ is not None and row.owner_organ not in organs:
        detail = "the registry knows no organ with this code"
        yield Breach("owner_organ", row.owner_organ, "organ-unknown", detail)
    if row.follows is not None and row.follows not in labels:
        detail = "neither in the file nor in the sitting"
        yield Breach("follows", row.follows, "label-unknown", detail)
    yield from _of_its_kind(row, sitting)


def _of_its_kind(row: MatterRow, sitting: Sitting) -> Iterator[Breach]:
    kind = row.label.kind
    if (kind == MatterKind.RESOLUTION) != (row.outcome is not None):
        detail = "a resolution, and only one, has an outcome"
        yield Breach("outcome", row.outcome or "", "outcome-of-resolution", detail)
    if row.evidence is not None and kind != MatterKind.ACTION:
        detail = "only an action is done, and has evidence"
        yield Breach("evidence", row.evidence, "evidence-of-action", detail)
    if kind == MatterKind.ACTION and sitting.is_held:
        for column in ("follows", "owner_organ", "due_on"):
            if getattr(row, column) is None:
                detail = "an action of a held sitting has it"
                yield Breach(column, "", "value-missing", detail)
    if kind == AGENDA and row.follows is not None:
        yield Breach("follows", row.follows, "item-follows-nothing", "leave it blank")
