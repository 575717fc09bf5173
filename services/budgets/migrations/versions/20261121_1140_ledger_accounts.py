"""Ledger: accounts, transactions, entries and reservations, and who may write them.

The application reads these tables, opens accounts, and writes nothing else: entries,
transactions, reservations and balances change only inside the functions of the next
two revisions, which run as the owner of the tables. Row-level security, forced on the
owner too, keeps those functions inside the spaces of the caller's transaction.
"""

from alembic import op

from chassis.migrations.operations import append_only

revision = "20261121_1140"
down_revision = None

ACCOUNT = """
create table account (
  id uuid primary key,
  space_code text not null,
  code text not null,
  kind text not null,
  currency char(3) not null default 'ZAR',
  floor numeric(20,2),
  posted numeric(20,2) not null default 0,
  pending numeric(20,2) not null default 0 check (pending >= 0),
  seq bigint not null default 0,
  head bytea,
  status text not null default 'open' check (status in ('open', 'frozen')),
  unique (space_code, code),
  constraint account_floor_holds check (floor is null or posted - pending >= floor)
) with (fillfactor = 50)
"""

RESERVATION = """
create table reservation (
  id uuid primary key,
  space_code text not null,
  account_id uuid not null references account,
  amount numeric(20,2) not null check (amount > 0),
  settled numeric(20,2) not null default 0 check (settled between 0 and amount),
  status text not null default 'open'
    check (status in ('open', 'settled', 'voided', 'expired')),
  reference text not null,
  reserved_by text not null,
  reserved_at timestamptz not null,
  expires_at timestamptz,
  closed_at timestamptz,
  check ((status = 'open') = (closed_at is null)),
  check ((status = 'settled') = (settled = amount))
)
"""

TRANSACTION = """
create table ledger_transaction (
  id uuid primary key,
  space_code text not null,
  kind text not null,
  reference text not null,
  description text not null,
  reverses uuid references ledger_transaction,
  settles uuid references reservation,
  posted_by text not null,
  posted_at timestamptz not null
)
"""

ENTRY = """
create table entry (
  account_id uuid not null,
  seq bigint not null,
  space_code text not null,
  transaction_id uuid not null,
  amount numeric(20,2) not null check (amount <> 0),
  kind text not null,
  at timestamptz not null,
  prev bytea not null,
  hash bytea not null,
  primary key (account_id, seq)
)
"""

OPENING = """
create policy opening on account for insert with check (
  onedistrict_may_act(space_code) and status = 'open'
  and posted = 0 and pending = 0 and seq = 0 and head is null)
"""


def upgrade() -> None:
    op.execute(ACCOUNT)
    op.execute(RESERVATION)
    op.execute(TRANSACTION)
    op.execute(ENTRY)
    op.execute("create index ix_entry_transaction on entry (transaction_id)")
    op.execute("create index ix_reservation_account on reservation (account_id)")
    op.execute(
        "create index ix_ledger_transaction_settles on ledger_transaction (settles) "
        "where settles is not null"
    )
    op.execute(
        "create unique index reversed_once on ledger_transaction (reverses) "
        "where reverses is not null"
    )
    for table in ("account", "reservation", "ledger_transaction", "entry"):
        written_by_functions(table)
    op.execute(OPENING)
    for table in ("ledger_transaction", "entry"):
        append_only(table)
    for table in ("account", "reservation"):
        changed_by_functions(table)


OWN_SPACE = "onedistrict_may_act(space_code)"


def written_by_functions(table: str) -> None:
    """Seen in its space; added to in its space, by the owner's functions alone."""
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy seen on {table} for select using ({OWN_SPACE})")
    op.execute(
        f"create policy added on {table} for insert to current_user "
        f"with check ({OWN_SPACE})"
    )


def changed_by_functions(table: str) -> None:
    """Changed in its space, by the owner's functions alone; never removed.

    The trigger carries the name by which the application's grants are decided:
    reading and adding.
    """
    op.execute(
        f"create policy changed on {table} for update to current_user "
        f"using ({OWN_SPACE})"
    )
    for name, event, each in (
        ("append_only", "delete", "row"),
        ("append_only_truncate", "truncate", "statement"),
    ):
        op.execute(
            f"create trigger {name} before {event} on {table} "
            f"for each {each} execute function onedistrict_refuse_change()"
        )
