"""What rows about hubs and posts change, and the rules they may break."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chassis.periods import stands
from services.registry.hubs.models import Hub, HubPost, HubSpace
from services.registry.hubs.rows import HubPostRow, HubRow
from services.registry.periods import refusal, restate
from services.registry.statements import Difference, Effect, Faults

STATED = "stated"
SAID_OF_HUB = ("name", "organ_code", "functions")
SAID_OF_POST = ("title", "skill", "status", "since", "funded_by")
Record = Hub | HubSpace | HubPost


@dataclass
class Stating:
    """What the registry holds on the day, and what the rows change of it."""

    effective: date
    today: date
    hubs: dict[str, Hub]
    spaces: dict[tuple[str, str], HubSpace]
    posts: dict[tuple[str, str], HubPost]
    known_spaces: Collection[str]
    known_organs: Collection[str]
    known_functions: Collection[str]
    faults: Faults = field(default_factory=Faults)
    differences: list[Difference] = field(default_factory=list)
    written: list[Record] = field(default_factory=list)

    def supported(self, code: str) -> list[str]:
        """The spaces that a hub supports on the day."""
        return sorted(
            space
            for (hub, space), period in self.spaces.items()
            if hub == code and stands(period, self.effective)
        )

    def is_refused(
        self, index: int, column: str, last: Record | None, *, ends: bool
    ) -> bool:
        broken = refusal(last, self.effective, today=self.today, ends=ends)
        if broken is not None:
            self.faults.add(index, column, *broken)
        return broken is not None

    def require(
        self, index: int, column: str, codes: Collection[str | None], what: str
    ) -> None:
        """Note every code that names no such space, organ or function on the day."""
        known = {
            "space": self.known_spaces,
            "organ": self.known_organs,
            "function": self.known_functions,
        }[what]
        for code in codes:
            if code is not None and code not in known:
                detail = f"no {what} {code} on {self.effective}"
                self.faults.add(index, column, f"{what}-unknown", detail)

    def require_given(
        self, index: int, row: HubRow | HubPostRow, columns: Sequence[str]
    ) -> None:
        for column in columns:
            if getattr(row, column) in (None, []):
                self.faults.add(index, column, "missing", "what is stated has one")

    def differs(
        self, record: str, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        effect = Effect.CHANGED if before and after else Effect.ADDED
        effect = effect if after else Effect.ENDED
        self.differences.append(
            Difference(record, effect, self.effective, before, after)
        )


def apply_hubs(stating: Stating, rows: Sequence[HubRow]) -> None:
    seen: set[str] = set()
    for index, row in enumerate(rows):
        last = stating.hubs.get(row.code)
        if row.code in seen:
            stating.faults.add(index, "code", "hub-repeated", "one row for each")
        elif not stating.is_refused(index, "code", last, ends=row.ends):
            _state_hub(stating, index, row)
        seen.add(row.code)


def _state_hub(stating: Stating, index: int, row: HubRow) -> None:
    last = stating.hubs.get(row.code)
    told = said(last, SAID_OF_HUB, stating.effective)
    if told:
        told["functions"] = sorted(told["functions"])
        told["spaces"] = stating.supported(row.code)
    known = stating.faults.total
    if not row.ends:
        stating.require_given(index, row, ("name", "spaces", "functions", "source"))
        stating.require(index, "spaces", row.spaces, "space")
        stating.require(index, "functions", row.functions, "function")
        stating.require(index, "organ_code", [row.organ_code], "organ")
        _check_spaces(stating, index, row)
    if stating.faults.total > known:
        return
    after = {
        "name": row.name,
        "organ_code": row.organ_code,
        "functions": sorted(set(row.functions)),
        "spaces": sorted(set(row.spaces)),
    }
    if row.ends:
        _end(stating, row.code)
        stating.differs(row.code, told, {})
    elif after != told:
        _bring(stating, row, told, after)
        stating.differs(row.code, told, after)


def _check_spaces(stating: Stating, index: int, row: HubRow) -> None:
    """Only what begins or ends is looked at: what goes on was stated before."""
    supported = set(stating.supported(row.code))
    for space in sorted(supported ^ set(row.spaces)):
        last = stating.spaces.get((row.code, space))
        stating.is_refused(index, "spaces", last, ends=space in supported)


def _bring(
    stating: Stating, row: HubRow, told: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Bring a hub, and the spaces it supports, to what the row says."""
    last = stating.hubs.get(row.code)
    if any(after[name] != told.get(name, ...) for name in SAID_OF_HUB):
        values = {name: after[name] for name in SAID_OF_HUB} | {
            "code": row.code,
            "confidence": STATED,
            "source": row.source,
            "illustrative": False if last is None else last.illustrative,
        }
        stating.written += restate(last, values, stating.effective, Hub)
    for space in {*stating.supported(row.code), *row.spaces}:
        key = {"hub_code": row.code, "space_code": space}
        period = stating.spaces.get((row.code, space))
        stating.written += restate(
            period, key if space in row.spaces else None, stating.effective, HubSpace
        )


def _end(stating: Stating, code: str) -> None:
    """End a hub, with the spaces it supports and its posts."""
    last = stating.hubs.get(code)
    stating.written += restate(last, None, stating.effective, Hub)
    for (hub, _), period in stating.spaces.items():
        if hub == code:
            stating.written += restate(period, None, stating.effective, HubSpace)
    for (hub, _), post in stating.posts.items():
        if hub == code:
            stating.written += restate(post, None, stating.effective, HubPost)


def apply_posts(stating: Stating, rows: Sequence[HubPostRow]) -> None:
    seen: set[tuple[str, str]] = set()
    for index, row in enumerate(rows):
        key = row.hub_code, row.code
        last = stating.posts.get(key)
        if key in seen:
            stating.faults.add(index, "code", "post-repeated", "one row for each")
        elif not stands(stating.hubs.get(row.hub_code), stating.effective):
            detail = f"no hub {row.hub_code} on {stating.effective}"
            stating.faults.add(index, "hub_code", "hub-unknown", detail)
        elif not stating.is_refused(index, "code", last, ends=row.ends):
            _state_post(stating, index, row, last)
        seen.add(key)


def _state_post(
    stating: Stating, index: int, row: HubPostRow, last: HubPost | None
) -> None:
    told = said(last, SAID_OF_POST, stating.effective)
    name = f"{row.hub_code} {row.code}"
    if row.ends:
        stating.written += restate(last, None, stating.effective, HubPost)
        stating.differs(name, told, {})
        return
    known = stating.faults.total
    stating.require_given(index, row, ("title", "skill", "status"))
    stating.require(index, "funded_by", [row.funded_by], "organ")
    if row.since is not None and row.since > stating.effective:
        detail = f"it is stated from {stating.effective}"
        stating.faults.add(index, "since", "since-after-effective", detail)
    if stating.faults.total > known:
        return
    as_before = last is not None and bool(told) and last.status is row.status
    since = last.since if as_before and last is not None else stating.effective
    values = {
        "hub_code": row.hub_code,
        "code": row.code,
        "title": row.title,
        "skill": row.skill,
        "status": row.status,
        "since": row.since or since,
        "funded_by": row.funded_by,
        "illustrative": bool(last and last.illustrative),
    }
    touched = restate(last, values, stating.effective, HubPost)
    if touched:
        stating.written += touched
        stating.differs(name, told, said(touched[-1], SAID_OF_POST, stating.effective))


def said(record: Record | None, names: Sequence[str], day: date) -> dict[str, Any]:
    """What a record says on a day, as JSON; nothing where it does not stand."""
    if record is None or not stands(record, day):
        return {}
    found = {name: getattr(record, name) for name in names}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in found.items()
    }
