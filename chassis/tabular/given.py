"""What a file has columns for; what it has none for stays as it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chassis.tabular.columns import Field


@dataclass(frozen=True)
class Given:
    """The columns and the financial years that a file's header names.

    A blank cell in a given column takes back what stands there.
    """

    columns: frozenset[str]
    years: frozenset[str]

    def amounts(
        self, before: Mapping[str, Decimal], stated: Mapping[str, Decimal]
    ) -> dict[str, Decimal]:
        """The stated amounts, beside those standing in years that are not given."""
        kept = {year: rand for year, rand in before.items() if year not in self.years}
        return kept | dict(stated)

    def kept(self, before: object, options: Mapping[str, str]) -> dict[str, Any]:
        """What stands in the attributes, by column, whose columns are not given."""
        return {
            attribute: getattr(before, attribute)
            for column, attribute in options.items()
            if column not in self.columns
        }


def given_in(fields: Iterable[Field]) -> Given:
    """What these columns of a header give."""
    found = list(fields)
    return Given(
        frozenset(each.argument for each in found if each.argument),
        frozenset(each.year for each in found if each.year),
    )
