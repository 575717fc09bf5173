"""What a cell of a column may hold: a kind reads it, or says which rule it breaks.

A kind is any function from a cell that is not blank to a value.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from chassis.tabular.table import BrokenCell, Cell

Kind = Callable[[Cell], object]


class CellRefused(Exception):
    """The cell breaks `rule`; never leaves this package, it becomes a row error."""

    def __init__(self, rule: str, detail: str) -> None:
        super().__init__(detail)
        self.rule = rule
        self.detail = detail


@dataclass(frozen=True)
class Link:
    """`I05:FS`: the code of another row's subject, and the kind of the link to it.

    `I05:FS+30` comes so many days after it, `I05:FS-30` before.
    """

    code: str
    kind: str
    lag_days: int = 0

    def written(self) -> str:
        """As a cell holds it."""
        return f"{self.code}:{self.kind}" + (
            f"{self.lag_days:+d}" * bool(self.lag_days)
        )


# Control characters but tab, LF, CR and NEL; invisible and bidirectional controls,
# tags, surrogates, noncharacters.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FINANCIAL_YEAR = re.compile(r"([0-9]{4})/([0-9]{2})")
_LINK_KIND = re.compile(r"([A-Za-z]+)([+-][0-9]{1,4})?")
_YES = frozenset({"1", "yes", "true"})
_NO = frozenset({"0", "no", "false"})
_BROKEN = {
    "cell-has-error": "the spreadsheet shows an error here",
    "formula-without-value": "a formula that was never calculated; "
    "open the file in a spreadsheet and save it",
    "number-not-finite": "not a number",
    "number-not-exact": "a spreadsheet keeps only fifteen digits of a number",
    "time-of-day": "a time of day, where none is expected",
}


def text(longest: int = 500) -> Kind:
    """One line: white space runs together, characters are composed (NFC)."""

    def read(cell: Cell) -> str:
        line = " ".join(unicodedata.normalize("NFC", _written(cell)).split())
        if len(line) > longest:
            raise CellRefused("text-too-long", f"at most {longest} characters")
        return line

    return read


def code(cell: Cell) -> str:
    """At most 64 letters, digits and . _ / - in ASCII; case is kept."""
    written = _written(cell)
    if not _CODE.fullmatch(written):
        raise CellRefused(
            "code-not-valid", "letters, digits and . _ / - only, at most 64"
        )
    return written


def codes(cell: Cell) -> tuple[str, ...]:
    """Codes separated by spaces, each once: `4201 4202`."""
    found = tuple(code(part) for part in _written(cell).split())
    if len(set(found)) != len(found):
        raise CellRefused("code-repeated", "each code at most once in a cell")
    return found


def links(kinds: Collection[str]) -> Kind:
    """Links separated by spaces: `I05:FS I01:SS`."""

    def read(cell: Cell) -> tuple[Link, ...]:
        found = tuple(_link(part, kinds) for part in _written(cell).split())
        if len({link.code for link in found}) != len(found):
            raise CellRefused("code-repeated", "each code at most once in a cell")
        return found

    return read


def _link(written: str, kinds: Collection[str]) -> Link:
    named, _, end = written.rpartition(":")
    found = _LINK_KIND.fullmatch(end)
    if not found or found[1].upper() not in kinds or ":" not in written:
        raise CellRefused(
            "link-not-valid",
            f"write code:kind, several separated by spaces; kinds: {', '.join(kinds)}; "
            "+30 or -30 after it for days of lag or lead",
        )
    return Link(code(named), found[1].upper(), int(found[2] or 0))


def choice(options: Collection[str]) -> Kind:
    """One of the options, in any case; the option is returned as declared."""
    known = {option.casefold(): option for option in options}

    def read(cell: Cell) -> str:
        chosen = known.get(_written(cell).casefold())
        if chosen is None:
            raise CellRefused("choice-unknown", f"one of: {', '.join(options)}")
        return chosen

    return read


def boolean(cell: Cell) -> bool:
    """1, yes, true or 0, no, false, in any case."""
    written = _written(cell).casefold()
    if written in _YES:
        return True
    if written in _NO:
        return False
    raise CellRefused("boolean-not-valid", "1, yes, true or 0, no, false")


def whole_number(smallest: int, largest: int) -> Kind:
    """An integer in ASCII digits, such as a year."""

    def read(cell: Cell) -> int:
        written = _written(cell)
        if not re.fullmatch(r"-?[0-9]{1,18}", written):
            raise CellRefused("number-not-whole", "a whole number in plain digits")
        if not smallest <= int(written) <= largest:
            raise CellRefused("number-out-of-range", f"{smallest} to {largest}")
        return int(written)

    return read


def day(cell: Cell) -> date:
    """A date cell of a spreadsheet, or YYYY-MM-DD."""
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return cell
    try:
        if isinstance(cell, str) and _DAY.fullmatch(cell.strip()):
            return date.fromisoformat(cell.strip())
    except ValueError:
        pass
    raise CellRefused("date-not-valid", "a date as YYYY-MM-DD")


def financial_year(cell: Cell) -> str:
    """`2026/27`: the second part is the next year."""
    written = _written(cell)
    match = _FINANCIAL_YEAR.fullmatch(written)
    if match is None or not is_next_year(match[1], match[2]):
        raise CellRefused("financial-year-not-valid", "a financial year as 2026/27")
    return written


def is_next_year(first: str, second: str) -> bool:
    """Whether `2026` and `27` make a financial year."""
    return (int(first) + 1) % 100 == int(second)


def refuse_broken(cell: Cell) -> None:
    if isinstance(cell, BrokenCell):
        raise CellRefused(cell.rule, _BROKEN.get(cell.rule, "not a usable value"))


def _written(cell: Cell) -> str:
    refuse_broken(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if not isinstance(cell, str):
        raise CellRefused("date-not-expected", "a date, where text is expected")
    if _HIDDEN.search(cell):
        raise CellRefused(
            "text-has-hidden-characters", "control or invisible characters"
        )
    return cell.strip()
