"""Pure: what becomes of offices when the places that they serve change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from services.registry.offices.models import Office, OfficeKind
from services.registry.offices.rules import Areas


@dataclass(frozen=True)
class Redrawn:
    """The places that offices serve, on a day of change and on the day before."""

    day: date
    before: Areas
    after: Areas

    def followed(self, office: Office, place_kind: str) -> list[Office]:
        """Its periods that change: it covers what its place lies in, or is no more.

        An office of fewer spaces than those of its place only loses what that loses.
        """
        place = (place_kind, office.place_code)
        old, new = self.before.spaces(*place), self.after.spaces(*place)
        lost = set(old) - set(new)
        whole = set(office.space_codes) == set(old)
        spaces = sorted(new if whole else set(office.space_codes) - lost)
        begun = office.valid_from < self.day
        if begun and self.before.know(*place) and not self.after.know(*place):
            return [office.restated(valid_to=self.day)]
        if old == new or spaces == sorted(office.space_codes):
            return []
        if not begun:
            return [office.restated(space_codes=spaces)]
        return [
            office.restated(valid_to=self.day),
            office.restated(valid_from=self.day, space_codes=spaces),
        ]


def following(
    offices: Mapping[str, Iterable[Office]],
    kinds: Mapping[str, OfficeKind],
    redrawn: Redrawn,
) -> Iterator[Office]:
    """The periods that change with their places; what was over by then stays."""
    for periods in offices.values():
        for office in periods:
            if office.valid_to is None or office.valid_to > redrawn.day:
                yield from redrawn.followed(office, kinds[office.kind].place_kind)
