"""What plans copied from the registry and never read is not copied any more."""

from alembic import op

revision = "20261122_0330"
down_revision = "20261122_0320"

UNREAD = {
    "office": ("title", "sphere", "place_kind", "space_codes"),
    "organ": ("kind",),
}


def upgrade() -> None:
    for table, columns in UNREAD.items():
        for column in columns:
            op.drop_column(table, column)
