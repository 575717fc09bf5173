"""What is wrong in which cell: collected for a whole file, then refused at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from chassis.errors import FieldError, Unprocessable
from chassis.tabular.table import BrokenCell

_MOST_ERRORS = 500
_SHOWN_CHARACTERS = 100


@dataclass(frozen=True)
class RowError:
    """One fault: row as a spreadsheet numbers it, column by its header, rule code.

    `value` is what the cell holds, at most 100 characters, made printable.
    """

    row: int
    column: str
    value: str
    rule: str
    detail: str

    def as_field_error(self) -> FieldError:
        """Pointer `/rows/<row>/<column>`; the detail repeats it for a person."""
        column = self.column.replace("~", "~0").replace("/", "~1")
        found = f" ('{self.value}')" if self.value else ""
        return FieldError(
            pointer=f"/rows/{self.row}/{column}",
            code=self.rule,
            detail=f"row {self.row}, {self.column}{found}: {self.detail}",
        )


class RowErrors:
    """The first 500 errors of a file, the count of all, and the rows they are in."""

    def __init__(self) -> None:
        self.kept: list[RowError] = []
        self.total = 0
        self.rows: set[int] = set()

    def add(
        self, row: int, column: str, value: object, *, rule: str, detail: str
    ) -> None:
        self.total += 1
        self.rows.add(row)
        if len(self.kept) < _MOST_ERRORS:
            error = RowError(row, shown(column), shown(value), rule, detail)
            self.kept.append(error)


class FileHasErrors(Unprocessable):
    """Rows of the file break the rules below; nothing of it was imported.

    Each error points to `/rows/<row>/<column>`; at most 500 are listed.
    """

    def __init__(self, errors: RowErrors, filename: str | None = None) -> None:
        listed = len(errors.kept)
        more = f"; the first {listed} are listed" if errors.total > listed else ""
        super().__init__(
            f"{errors.total} errors in {filename or 'the file'}{more}; "
            "nothing was imported",
            [error.as_field_error() for error in errors.kept],
        )
        self.row_errors = tuple(errors.kept)
        self.total = errors.total


@contextmanager
def collecting_errors() -> Iterator[RowErrors]:
    """Collect while the block runs; FileHasErrors at its end if there was any.

    Write to the database after the block: inside it a row may still be refused.
    """
    errors = RowErrors()
    yield errors
    if errors.total:
        raise FileHasErrors(errors)


def shown(value: object) -> str:
    """A value for a person: short and printable."""
    if isinstance(value, BrokenCell):
        value = value.shown
    text = value.isoformat() if isinstance(value, date) else str(value)
    printable = "".join(
        character if character.isprintable() else f"\\u{ord(character):04x}"
        for character in text[: _SHOWN_CHARACTERS + 1]
    )
    if len(printable) <= _SHOWN_CHARACTERS:
        return printable
    return printable[: _SHOWN_CHARACTERS - 1] + "…"
