"""What rows about structures change, and the rules they may break."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from services.registry.circles import in_circles
from services.registry.reference.structures import StructureKind
from services.registry.statements import Effect
from services.registry.structures.changing import (
    SAID_OF_STRUCTURE,
    STATED,
    Stating,
    said,
)
from services.registry.structures.models import QuorumBasis, Role, Tier
from services.registry.structures.rows import StructureRow
from services.registry.structures.rules import citations

FOUR_PLACES = Decimal("0.0001")


def apply_structures(stating: Stating, rows: Sequence[StructureRow]) -> None:
    """Apply the rows one after the other, then look at all of them together."""
    seen: set[str] = set()
    for index, row in enumerate(rows):
        last = stating.structures.get(row.code)
        if row.code in seen:
            stating.faults.add(index, "code", "structure-repeated", "one row for each")
        elif stating.is_refused(index, "code", last, ends=row.ends):
            continue
        elif row.ends:
            _end(stating, row.code)
        else:
            _bring(stating, index, row)
        seen.add(row.code)
    _check_reporting(stating, rows)


def _end(stating: Stating, code: str) -> None:
    """End a structure, and every seat in it."""
    told = said(stating.standing(code), SAID_OF_STRUCTURE)
    for office in stating.offices_of[code]:
        if stating.sits(code, office):
            stating.put_seat(code, office, None)
    stating.put_structure(code, None)
    stating.differs(code, Effect.ENDED, told, {})


def _bring(stating: Stating, index: int, row: StructureRow) -> None:
    """Bring a structure to what the row says of it."""
    before = stating.standing(row.code)
    told = said(before, SAID_OF_STRUCTURE)
    if before is not None:
        told["chairs"] = sorted(stating.chairs(row.code))
    values = _values(stating, index, row)
    if values is None:
        return
    changed = stating.put_structure(row.code, values)
    if _seat_chairs(stating, index, row) or changed:
        after = said(stating.structures[row.code], SAID_OF_STRUCTURE)
        after["chairs"] = sorted(row.chairs)
        effect = Effect.ADDED if before is None else Effect.CHANGED
        stating.differs(row.code, effect, told, after)
    stating.check_chairs(index, "chairs", row.code)


def _values(stating: Stating, index: int, row: StructureRow) -> dict[str, Any] | None:
    """What the row says the structure is; None where it breaks a rule."""
    known = stating.faults.total
    for column in ("name", "kind", "source"):
        if getattr(row, column) is None:
            stating.faults.add(index, column, "missing", "a structure has one")
    kind = stating.kinds.get(row.kind or "")
    if row.kind is not None and kind is None:
        detail = f"kinds: {', '.join(sorted(stating.kinds))}"
        stating.faults.add(index, "kind", "kind-unknown", detail)
    cited = _cited(stating, index, row)
    province = _place(stating, index, row, kind)
    organ = row.secretariat_organ_code
    if organ is not None and organ not in stating.organs:
        detail = f"no organ {organ} on {stating.effective}"
        stating.faults.add(index, "secretariat_organ_code", "organ-unknown", detail)
    if row.quorum_share is not None and not 0 <= row.quorum_share <= 1:
        detail = "a share from 0 to 1"
        stating.faults.add(index, "quorum_share", "quorum-out-of-range", detail)
    if kind is None or stating.faults.total > known:
        return None
    before = stating.standing(row.code)
    return _as_stated(row) | {
        "tier": Tier(kind.tier),
        "sector": before.sector if before else None,
        "province_code": province,
        "is_optional": kind.is_optional,
        "citations": cited,
        **_quorum(row, kind),
    }


def _as_stated(row: StructureRow) -> dict[str, Any]:
    """What the structure takes from the row as it is."""
    return {
        "code": row.code,
        "name": row.name,
        "kind": row.kind,
        "space_code": row.space_code,
        "reports_to": row.reports_to,
        "secretariat_organ_code": row.secretariat_organ_code,
        "term": row.term,
        "provider_meetings_a_year": row.provider_meetings_a_year,
        "confidence": STATED,
        "source": row.source,
    }


def _quorum(row: StructureRow, kind: StructureKind) -> dict[str, Any]:
    """The structure's own quorum, or the default of its kind, marked as such."""
    if row.quorum_share is None:
        return {
            "quorum_share": kind.quorum_share.quantize(FOUR_PLACES),
            "quorum_exceeds": kind.quorum_exceeds,
            "quorum_basis": QuorumBasis(kind.quorum_basis),
        }
    return {
        "quorum_share": row.quorum_share.quantize(FOUR_PLACES),
        "quorum_exceeds": row.quorum_exceeds,
        "quorum_basis": QuorumBasis.OWN_RULES,
    }


def _cited(stating: Stating, index: int, row: StructureRow) -> list[dict[str, str]]:
    try:
        return citations(row.citations or "")
    except ValueError as failure:
        stating.faults.add(index, "citations", "citation-not-valid", str(failure))
        return []


def _place(
    stating: Stating, index: int, row: StructureRow, kind: StructureKind | None
) -> str | None:
    """The province it is in, which follows from its space if it has one."""
    per = kind.per if kind else ""
    if row.space_code is None and per == "space":
        stating.faults.add(index, "space_code", "space-missing", "it is of one space")
    if row.space_code is not None:
        space = stating.spaces.get(row.space_code)
        if space is None:
            detail = f"no space {row.space_code} on {stating.effective}"
            stating.faults.add(index, "space_code", "space-unknown", detail)
            return row.province_code
        if row.province_code not in (None, space.province_code):
            detail = f"{row.space_code} lies in {space.province_code}"
            stating.faults.add(index, "province_code", "province-differs", detail)
        return space.province_code
    if row.province_code is None and per == "province":
        stating.faults.add(
            index, "province_code", "province-missing", "it is of one province"
        )
    if row.province_code is not None and row.province_code not in stating.provinces:
        detail = f"no province {row.province_code} on {stating.effective}"
        stating.faults.add(index, "province_code", "province-unknown", detail)
    return row.province_code


def _seat_chairs(stating: Stating, index: int, row: StructureRow) -> bool:
    """Seat exactly these in the chair; says whether that changed anything."""
    role = Role.CHAIR if len(row.chairs) == 1 else Role.CO_CHAIR
    seat = {"role": role, "votes": True, "source": row.source}
    wanted: dict[str, dict[str, Any] | None] = dict.fromkeys(stating.chairs(row.code))
    wanted |= dict.fromkeys(row.chairs, seat)
    changed = [_seat(stating, index, row.code, *each) for each in wanted.items()]
    return any(changed)


def _seat(
    stating: Stating, index: int, code: str, office: str, seat: dict[str, Any] | None
) -> bool:
    """Bring a chair's seat to this, or end it; says whether that changed anything."""
    if seat is not None and not stating.is_office(index, "chairs", office):
        return False
    if stating.seat_says(code, office, seat):
        return False
    last = stating.seats.get((code, office))
    if stating.is_refused(index, "chairs", last, ends=seat is None):
        return False
    return stating.put_seat(code, office, seat)


def _check_reporting(stating: Stating, rows: Sequence[StructureRow]) -> None:
    reports_to = stating.reports_to()
    circles = in_circles(reports_to)
    below: dict[str | None, list[str]] = defaultdict(list)
    for code, above in reports_to.items():
        below[above].append(code)
    for index, row in enumerate(rows):
        if row.ends:
            if below[row.code]:
                detail = " ".join(sorted(below[row.code])[:9])
                stating.faults.add(index, "ends", "others-report-to-it", detail)
            continue
        if row.reports_to is not None and row.reports_to not in reports_to:
            detail = f"no structure {row.reports_to} on {stating.effective}"
            stating.faults.add(index, "reports_to", "structure-unknown", detail)
        if row.reports_to == row.code or row.code in circles:
            detail = f"matters that go up from {row.code} come back to it"
            stating.faults.add(index, "reports_to", "reports-to-cycle", detail)
