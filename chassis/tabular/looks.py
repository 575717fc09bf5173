"""How a written sheet looks: its header stands out and stays, columns fit their text.

A figure is a number only where a spreadsheet holds it exactly, so that it can be summed
up; one with more digits stays text, and so does every other cell.
"""

import re
from collections.abc import Sequence

_EXACT = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]{1,2})?", re.ASCII)
_DIGITS_HELD = 15
_NARROWEST, _WIDEST = 8, 60
_LOOKED_AT = 500
HEADER, FIGURE = 1, 2
"""Places in the cell formats below."""

STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/>'
    '<xf numFmtId="4" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>"
)
FROZEN = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
)


def is_held_exactly(cell: str) -> bool:
    """A spreadsheet keeps 15 digits of a number."""
    digits = sum(character.isdigit() for character in cell)
    return _EXACT.fullmatch(cell) is not None and digits <= _DIGITS_HELD


def widths(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their longest text, of the first rows, within reason."""
    longest = [len(name) for name in header]
    for row in rows[:_LOOKED_AT]:
        longest = [max(pair) for pair in zip(longest, map(len, row), strict=True)]
    columns = "".join(
        f'<col min="{number}" max="{number}" customWidth="1" '
        f'width="{min(max(length + 2, _NARROWEST), _WIDEST)}"/>'
        for number, length in enumerate(longest, start=1)
    )
    return f"<cols>{columns}</cols>" if columns else ""
