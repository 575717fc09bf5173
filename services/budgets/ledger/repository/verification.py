"""The proof that the ledger is whole: everything it claims, computed again.

One statement, so that it sees one moment however many are posting meanwhile. Its
weak point is stated, not hidden: who owns the database can rewrite whole chains, and
only a copy of their heads kept elsewhere shows it (rule R3).
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.budgets.ledger.values import Fault, Verification


async def verify(session: AsyncSession, *, space_code: str | None) -> Verification:
    """Look at the ledger of one space, or of all that this transaction sees."""
    # It reads whole tables: a nested loop, chosen on stale statistics, would never end.
    await session.execute(text("set local enable_nestloop = off"))
    row = (await session.execute(text(VERIFY), {"space_code": space_code})).one()
    await session.execute(text("set local enable_nestloop = on"))
    first = (
        Fault(row.rule, row.account_id, row.code, row.seq, row.transaction_id)
        if row.faults
        else None
    )
    return Verification(row.accounts, row.transactions, row.entries, row.faults, first)


VERIFY = """
with accounts as (
  select * from account
  where space_code = coalesce(cast(:space_code as text), space_code)
), transactions as (
  select t.*, ledger_digest(t) as digest from ledger_transaction t
  where space_code = coalesce(cast(:space_code as text), space_code)
), reservations as (
  select * from reservation
  where space_code = coalesce(cast(:space_code as text), space_code)
), entries as (
  select * from entry
  where space_code = coalesce(cast(:space_code as text), space_code)
), chained as (
  select e.account_id, e.seq, e.transaction_id, a.code, a.id is null as stray,
    t.id is null or t.space_code <> e.space_code or t.kind <> e.kind as lost,
    e.seq <> row_number() over chain as gap,
    e.prev is distinct from case e.seq when 1 then ledger_genesis(a)
      else lag(e.hash) over chain end as unlinked,
    e.hash is distinct from ledger_link(e, t.digest) as forged
  from entries e
  left join account a on a.id = e.account_id and a.space_code = e.space_code
  left join transactions t on t.id = e.transaction_id
  window chain as (partition by e.account_id order by e.seq)
), folded as (
  select account_id, sum(amount) as posted, max(seq) as seq, (
      select hash from entry where account_id = e.account_id order by seq desc limit 1
    ) as head
  from entries e group by account_id
), held as (
  select account_id, sum(amount - settled) as pending
  from reservations where status = 'open' group by account_id
), balances as (
  select e.transaction_id, a.currency, sum(e.amount) as total
  from entries e left join accounts a on a.id = e.account_id
  group by e.transaction_id, a.currency
), balanced as (
  select t.id, count(b.transaction_id) as sides, bool_or(b.total <> 0) as uneven
  from transactions t left join balances b on b.transaction_id = t.id group by t.id
), paid as (
  select r.account_id, r.settled, coalesce(-sum(e.amount), 0) as paid
  from reservations r
  left join transactions t on t.settles = r.id
  left join entries e on e.transaction_id = t.id and e.account_id = r.account_id
  group by r.id, r.account_id, r.settled
), undone as (
  select r.id, e.account_id, a.code, sum(e.amount) as rest
  from (
    select id, unnest(array[id, reverses]) as side from transactions
    where reverses is not null
  ) r
  join entries e on e.transaction_id = r.side
  left join accounts a on a.id = e.account_id
  group by r.id, e.account_id, a.code
), faults as (
  select 'account-present' as rule, account_id, code, seq, transaction_id
    from chained where stray
  union all select 'transaction-present', account_id, code, seq, transaction_id
    from chained where lost and not stray
  union all select 'sequence-gapless', account_id, code, seq, transaction_id
    from chained where gap
  union all select 'chain-unbroken', account_id, code, seq, transaction_id
    from chained where unlinked and not gap and not stray
  union all select 'hash-true', account_id, code, seq, transaction_id
    from chained where forged and not lost
  union all select 'head-is-last', a.id, a.code, a.seq, null
    from accounts a left join folded f on f.account_id = a.id
    where a.seq <> coalesce(f.seq, 0) or a.head is distinct from f.head
  union all select 'posted-is-sum', a.id, a.code, a.seq, null
    from accounts a left join folded f on f.account_id = a.id
    where a.posted <> coalesce(f.posted, 0)
  union all select 'pending-is-sum', a.id, a.code, null, null
    from accounts a left join held h on h.account_id = a.id
    where a.pending <> coalesce(h.pending, 0)
  union all select 'floor-held', a.id, a.code, null, null
    from accounts a where a.posted - a.pending < a.floor
  union all select 'transaction-balanced', null, null, null, id
    from balanced where sides = 0 or uneven
  union all select 'settled-is-sum', account_id, null, null, null
    from paid where settled <> paid
  union all select 'reversal-is-opposite', account_id, code, null, id
    from undone where rest <> 0
)
select (select count(*) from accounts) as accounts,
  (select count(*) from transactions) as transactions,
  (select count(*) from entries) as entries,
  (select count(*) from faults) as faults, first.*
from (values (1)) always
left join lateral (
  select * from faults order by code, account_id, seq, transaction_id, rule limit 1
) first on true
"""
