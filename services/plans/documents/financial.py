"""Financial years and amounts, as requests about plans carry them."""

from typing import Annotated

from pydantic import AfterValidator, Field

from chassis.tabular.columns import EARLIEST_YEAR, LATEST_YEAR
from chassis.tabular.kinds import is_next_year
from contracts.money import Rand


def follows(year: str) -> str:
    if not is_next_year(year[:4], year[5:]):
        raise ValueError("a financial year as 2026/27: the second follows the first")
    if not EARLIEST_YEAR <= int(year[:4]) <= LATEST_YEAR:
        raise ValueError(f"{EARLIEST_YEAR} to {LATEST_YEAR}")
    return year


def not_negative(amount: Rand) -> Rand:
    if amount < 0:
        raise ValueError("an amount here is not negative")
    return amount


FinancialYear = Annotated[
    str, Field(pattern=r"^[0-9]{4}/[0-9]{2}$"), AfterValidator(follows)
]
Amount = Annotated[Rand, AfterValidator(not_negative)]
