"""Ledger: the one way entries come to be.

READ COMMITTED and locks taken in one order (transactions to be reversed, then accounts
by id): no deadlock between postings, no retry on a hot account. Each account carries
its own hash chain, so that unrelated accounts never wait for each other.

    ledger_post   transactions with their entries, all or none; movements come in the
                  order of their accounts, one for each transaction and account

Refusals are raised with SQLSTATE `LG...`; the ledger's repository names them.
"""

from alembic import op

revision = "20261121_1150"
down_revision = "20261121_1140"

MICROSECONDS = """
create function ledger_microseconds(moment timestamptz) returns text
language sql stable parallel safe as $$
  select (extract(epoch from moment) * 1000000)::bigint::text
$$
"""

GENESIS = """
create function ledger_genesis(a account) returns bytea
language sql stable parallel safe as $$
  select sha256(array_send(array['account/1', a.id::text, a.space_code, a.code, a.kind,
    a.currency::text, a.floor::text]))
$$
"""

DIGEST = """
create function ledger_digest(t ledger_transaction) returns bytea
language sql stable parallel safe as $$
  select sha256(array_send(array['transaction/1', t.id::text, t.space_code, t.kind,
    t.reference, t.description, t.reverses::text, t.settles::text, t.posted_by,
    ledger_microseconds(t.posted_at)]))
$$
"""

LINK = """
create function ledger_link(e entry, digest bytea) returns bytea
language sql stable parallel safe as $$
  select sha256(e.prev || digest || array_send(array['entry/1', e.account_id::text,
    e.amount::text, e.kind, ledger_microseconds(e.at), e.seq::text]))
$$
"""

HOLD = """
create function ledger_hold(wanted uuid, inside text, moment timestamptz)
returns account language plpgsql as $$
declare held account;
begin
  select * into held from account where id = wanted for update;
  if held.space_code is distinct from inside or not onedistrict_may_act(inside) then
    raise exception 'space % has no account %', inside, wanted using errcode = 'LG001';
  end if;
  if held.status <> 'open' then
    raise exception 'account % is %', held.code, held.status using errcode = 'LG002';
  end if;
  if held.pending > 0 then
    perform ledger_release(id, 'expired', moment) from reservation
      where account_id = wanted and status = 'open' and expires_at <= moment;
    select * into held from account where id = wanted;
  end if;
  return held;
end $$
"""

CHECK_BALANCE = """
create function ledger_check_balance(entries entry[]) returns void
language plpgsql stable as $$
declare broken record;
begin
  select a.currency, sum(e.amount) as total into broken
    from unnest(entries) e join account a on a.id = e.account_id
    group by e.transaction_id, a.currency having sum(e.amount) <> 0 limit 1;
  if found then
    raise exception 'the entries in % sum to %', broken.currency, broken.total
      using errcode = 'LG005';
  end if;
end $$
"""

POST = """
create function ledger_post(
  postings ledger_transaction[], places int[], accounts uuid[], amounts numeric[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  balances numeric[] := array_fill(0.00, array[cardinality(postings)]);
  legs int[] := array_fill(0, array[cardinality(postings)]);
  entries entry[] := '{}';
  moment timestamptz := clock_timestamp();
  currency text;
  mixed boolean := false;
  held account;
  posting ledger_transaction;
  written entry;
begin
  insert into ledger_transaction
    select * from unnest(postings) p order by p.reverses, p.id;
  for i in 1 .. cardinality(accounts) loop
    if (abs(amounts[i]) < 1e17 and amounts[i] <> 0
        and amounts[i] = round(amounts[i], 2)) is not true then
      raise exception 'an amount is not zero and has at most seventeen digits before '
        'the point and two after it' using errcode = 'LG003';
    end if;
    posting := postings[places[i]];
    if accounts[i] < held.id or accounts[i] = held.id and places[i] <= places[i - 1]
    then
      raise exception 'movements come in order of account and transaction, each once';
    end if;
    if held.id is distinct from accounts[i] or held.space_code <> posting.space_code
    then
      held := ledger_hold(accounts[i], posting.space_code, posting.posted_at);
      mixed := mixed or held.currency <> currency;
      currency := held.currency;
    end if;
    written := (held.id, held.seq + 1, posting.space_code, posting.id, amounts[i],
      posting.kind, moment, coalesce(held.head, ledger_genesis(held)), null);
    written.hash := ledger_link(written, ledger_digest(posting));
    held.seq := written.seq;
    held.head := written.hash;
    held.posted := held.posted + written.amount;
    if held.posted - held.pending < held.floor then
      raise exception 'account % has less than %', held.code, -written.amount
        using errcode = 'LG004';
    end if;
    if abs(held.posted) >= 1e17 then
      raise exception 'account % cannot hold that much', held.code
        using errcode = 'LG003';
    end if;
    entries[i] := written;
    balances[places[i]] := balances[places[i]] + written.amount;
    legs[places[i]] := legs[places[i]] + 1;
    if accounts[i + 1] is distinct from held.id then
      update account set posted = held.posted, seq = held.seq, head = held.head
        where id = held.id;
    end if;
  end loop;
  if 2 > any(legs) then
    raise exception 'a transaction moves money between two accounts at least'
      using errcode = 'LG006';
  end if;
  if mixed or 0 <> any(balances) then
    perform ledger_check_balance(entries);
  end if;
  insert into entry select * from unnest(entries);
end $$
"""


def upgrade() -> None:
    for function in (
        MICROSECONDS,
        GENESIS,
        DIGEST,
        LINK,
        HOLD,
        CHECK_BALANCE,
        POST,
    ):
        op.execute(function)
