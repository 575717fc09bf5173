"""The country of a database, figures of places, and reference frameworks."""

from alembic import op

revision = "20261122_0130"
down_revision = "20261122_0120"

COUNTRY = """
create table registry_country (
  one boolean primary key default true check (one),
  code text not null
)
"""
HELD = """
insert into registry_country (code)
select code from place where kind = 'country' order by valid_from desc limit 1
"""


def upgrade() -> None:
    # Categories are the country's own: its pack says which there are.
    op.execute("alter table place drop constraint place_category_check")
    op.execute(COUNTRY)
    op.execute(HELD)
