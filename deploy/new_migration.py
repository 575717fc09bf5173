"""An empty migration at the end of a service's history, named by its minute."""

import re
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

import chassis.migrations
from chassis import clock

CHASSIS = Path(chassis.migrations.__file__).parent
SERVICES = CHASSIS.parents[1] / "services"


class MigrationNotNamed(Exception):
    """A migration's name says what it does: letters, digits and hyphens."""


def new_migration(service: str, name: str) -> Path:
    """Write it and return its path; `service` may be `chassis`."""
    slug = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    if not slug:
        raise MigrationNotNamed(name)
    folder = CHASSIS if service == "chassis" else SERVICES / service / "migrations"
    versions = folder / "versions"
    versions.mkdir(parents=True, exist_ok=True)
    configuration = Config()
    configuration.set_main_option("script_location", str(CHASSIS))
    configuration.set_main_option("version_locations", str(versions))
    configuration.set_main_option("path_separator", "newline")
    configuration.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    revision = f"{clock.now():%Y%m%d_%H%M}"
    script = ScriptDirectory.from_config(configuration).generate_revision(
        revision, slug.replace("_", " "), version_path=str(versions), head="head"
    )
    if script is None:
        raise MigrationNotNamed(name)
    return Path(script.path)
