"""A sitting's record as a file that can be loaded again."""

import csv
import io

from chassis.tabular.guarding import guarded
from services.plans.sitting_files.layout import HEADER, Label
from services.plans.sitting_files.service import Standing


def as_csv(standing: Standing) -> str:
    """Rows in the columns of the import; no cell is a formula for a spreadsheet."""
    names = {each.id: each.name for each in standing.commissions.values()}
    labels = {matter.id: label for label, matter in standing.matters.items()}
    written = io.StringIO()
    writer = csv.DictWriter(written, HEADER, lineterminator="\r\n")
    writer.writeheader()
    for label, item in sorted(standing.items.items()):
        row: dict[str, object] = {"content": item.title, "tabled_by": item.tabled_by}
        writer.writerow(_row(label, row))
    for label, matter in sorted(standing.matters.items()):
        row = {name: getattr(matter, name, None) for name in HEADER}
        row |= {
            "commission": names.get(matter.commission_id)
            if matter.commission_id
            else None,
            "follows": labels.get(matter.follows) if matter.follows else None,
            "on": matter.raised_on,
        }
        writer.writerow(_row(label, row))
    return written.getvalue()


def _row(label: Label, values: dict[str, object]) -> dict[str, str]:
    said = values | {"label": label, "kind": label.kind}
    return {name: _cell(value) for name, value in said.items()}


def _cell(value: object) -> str:
    return "" if value is None else guarded(str(value))
