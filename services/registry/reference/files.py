"""The packaged files of one country, row by row.

Which country is a setting of the deployment, read when a file is: two registries of
one process may serve two countries. A file that a pack has not is empty.
"""

import os
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from chassis.tabular.packaged import rows_in

Row = Mapping[str, str]

VARIABLE = "ONEDISTRICT_COUNTRY"
DEFAULT = "za"
DESCRIPTION = "country.toml"


class CountryPackMissing(Exception):
    """The country that this deployment is for has no pack of files."""


def rows(name: str) -> list[Row]:
    """Every row of one packaged file, by column name."""
    file = folder(configured()) / name
    return rows_in(file) if file.is_file() else []


def words(cell: str) -> tuple[str, ...]:
    """A cell that lists codes separated by spaces."""
    return tuple(cell.split())


def configured() -> str:
    """The name of the pack this deployment is for."""
    return os.environ.get(VARIABLE, DEFAULT).lower()


def packs() -> list[str]:
    """The names of all packs there are."""
    found = (each for each in files(__package__).iterdir() if each.is_dir())
    return sorted(each.name for each in found if (each / DESCRIPTION).is_file())


def folder(pack: str) -> Traversable:
    """Where a pack's files are. Raises CountryPackMissing."""
    if pack not in packs():
        known = ", ".join(packs())
        raise CountryPackMissing(f"{VARIABLE} is {pack!r}; there are {known}")
    return files(__package__) / pack


def description(pack: str) -> dict[str, Any]:
    """What a pack says of its country."""
    text = (folder(pack) / DESCRIPTION).read_text(encoding="utf-8")
    return tomllib.loads(text)
