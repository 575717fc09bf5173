"""What rows about seats change, and the rules they may break."""

from collections.abc import Sequence

from services.registry.statements import Effect
from services.registry.structures.changing import SAID_OF_SEAT, Stating, said
from services.registry.structures.models import Role
from services.registry.structures.rows import MemberRow

OWN = "a change proposal"


def apply_members(stating: Stating, rows: Sequence[MemberRow]) -> None:
    """Apply the rows one after the other, then see who chairs."""
    seen: set[tuple[str, str]] = set()
    for index, row in enumerate(rows):
        key = row.structure_code, row.office_code
        last = stating.seats.get(key)
        if key in seen:
            detail = "one row for each seat"
            stating.faults.add(index, "office_code", "seat-repeated", detail)
        elif stating.standing(row.structure_code) is None:
            detail = f"no structure {row.structure_code} on {stating.effective}"
            stating.faults.add(index, "structure_code", "structure-unknown", detail)
        elif not stating.is_refused(index, "office_code", last, ends=row.ends):
            _state(stating, index, row)
        seen.add(key)
    for code, index in {row.structure_code: at for at, row in enumerate(rows)}.items():
        stating.check_chairs(index, "role", code)


def _state(stating: Stating, index: int, row: MemberRow) -> None:
    key = row.structure_code, row.office_code
    told = said(stating.seats[key], SAID_OF_SEAT) if stating.sits(*key) else {}
    name = f"{row.structure_code} {row.office_code}"
    if row.ends:
        stating.put_seat(*key, None)
        stating.differs(name, Effect.ENDED, told, {})
        return
    if not stating.is_office(index, "office_code", row.office_code):
        return
    votes = row.role is not Role.OBSERVER if row.votes is None else row.votes
    seat = {"role": row.role, "votes": votes, "source": row.source or OWN}
    if stating.put_seat(*key, seat):
        effect = Effect.CHANGED if told else Effect.ADDED
        stating.differs(name, effect, told, said(stating.seats[key], SAID_OF_SEAT))
