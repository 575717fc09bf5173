"""What holds of frameworks as a whole: nothing refers to what is not there."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

from services.registry.circles import in_circles
from services.registry.frameworks.rows import (
    FrameworkItemRow,
    FrameworkMappingRow,
    FrameworkRow,
    ProgrammeRow,
    StatedRow,
)
from services.registry.statements import Faults

Content = Mapping[str, Any]
"""What is stated after the rows, by record."""


def check_frameworks(
    faults: Faults, rows: Sequence[FrameworkRow], after: Content, items: Content
) -> None:
    used = {record.rpartition("/")[0] for record in items}
    circles = in_circles({record: each.supersedes for record, each in after.items()})
    overlaps = _overlaps(after)
    for index, row in enumerate(rows):
        if row.withdrawn:
            _refuse_used(faults, index, row, used)
            continue
        if row.ends is not None and row.ends <= row.begins:
            faults.add(index, "ends", "period-reversed", "it ends after it begins")
        if row.supersedes is not None and row.supersedes not in after:
            faults.add(index, "supersedes", "framework-unknown", row.supersedes)
        elif row.record in circles:
            faults.add(index, "supersedes", "supersedes-itself", "in a circle")
        for detail in overlaps.get(row.record, ()):
            faults.add(index, "begins", "versions-overlap", detail)


def _overlaps(stated: Content) -> dict[str, list[str]]:
    """What is said of each version that is in force while its neighbour is."""
    versions: dict[str, list[Any]] = defaultdict(list)
    for each in stated.values():
        versions[each.framework].append(each)
    found: dict[str, list[str]] = defaultdict(list)
    for those in versions.values():
        for earlier, later in pairwise(sorted(those, key=lambda each: each.begins)):
            if earlier.ends is None or earlier.ends > later.begins:
                detail = f"{earlier.version} and {later.version} are in force at once"
                found[earlier.record].append(detail)
                found[later.record].append(detail)
    return found


def check_items(
    faults: Faults,
    rows: Sequence[FrameworkItemRow],
    after: Content,
    frameworks: Content,
    mappings: Content,
) -> None:
    used = {end for each in mappings.values() for end in _ends(each)}
    above = {record: _above(each) for record, each in after.items() if each.parent}
    used |= set(above.values())
    circles = in_circles(above)
    for index, row in enumerate(rows):
        if row.withdrawn:
            _refuse_used(faults, index, row, used)
            continue
        version = f"{row.framework}/{row.version}"
        if version not in frameworks:
            faults.add(index, "version", "framework-unknown", version)
        if row.parent is None:
            continue
        parent = after.get(f"{version}/{row.parent}")
        if parent is None:
            faults.add(index, "parent", "parent-unknown", f"{version}/{row.parent}")
        elif row.record in circles:
            faults.add(index, "parent", "parent-is-below", "items form a tree")
        elif parent.level >= row.level:
            detail = f"{row.parent} is of level {parent.level}"
            faults.add(index, "level", "level-not-below", detail)


def check_mappings(
    faults: Faults, rows: Sequence[FrameworkMappingRow], items: Content
) -> None:
    for index, row in enumerate(rows):
        if row.withdrawn:
            continue
        one, other = row.ends_of_it
        for column, end in (("code", one), ("to_code", other)):
            if end not in items:
                faults.add(index, column, "item-unknown", end)
        if one == other:
            faults.add(index, "to_code", "mapped-to-itself", one)


def check_programmes(
    faults: Faults, rows: Sequence[ProgrammeRow], organs: Collection[str]
) -> None:
    for index, row in enumerate(rows):
        if row.ends is not None and row.ends <= row.begins:
            faults.add(index, "ends", "period-reversed", "it ends after it begins")
        if row.lead_organ is not None and row.lead_organ not in organs:
            faults.add(index, "lead_organ", "organ-unknown", row.lead_organ)


def _refuse_used(
    faults: Faults, index: int, row: StatedRow, used: Collection[str]
) -> None:
    if row.record in used:
        faults.add(index, "withdrawn", "still-referred-to", row.record)


def _above(item: Any) -> str:  # noqa: ANN401  an item of the table
    return f"{item.framework}/{item.version}/{item.parent}"


def _ends(mapping: Any) -> tuple[str, str]:  # noqa: ANN401  a mapping of the table
    return (
        f"{mapping.framework}/{mapping.version}/{mapping.code}",
        f"{mapping.to_framework}/{mapping.to_version}/{mapping.to_code}",
    )
