"""Text that a spreadsheet would calculate, in a CSV file, which has no types.

It is written after an apostrophe, as spreadsheets themselves do, and read without it.
A text that has apostrophes of its own before such a beginning gets one more, so that
whatever was written is read as it was.
"""

import re

_CALCULATED = re.compile("'*(?:[=+@\t\r\n\uff1d\uff0b\uff0d\uff20]|-(?![0-9.]+$))")


def guarded(text: str) -> str:
    """As a CSV file holds it: never a formula."""
    return "'" + text if _CALCULATED.match(text) else text


def unguarded(cell: str) -> str:
    """What was written as this cell."""
    plain = cell[1:]
    return plain if cell.startswith("'") and _CALCULATED.match(plain) else cell
