"""Ledger: the one way entries come to be.

READ COMMITTED and locks taken in one order (transactions to be reversed, then accounts
by id): no deadlock between postings, no retry on a hot account. Each account carries
its own hash chain, so that unrelated accounts never wait for each other.

    ledger_post   transactions with their entries, all or none

Refusals are raised with SQLSTATE `LG...`; the ledger's repository names them.
"""

from alembic import op

revision = "20261121_1150"
down_revision = "20261121_1140"

FIELD = """
create function ledger_field(value text) returns text
language sql immutable parallel safe as $$
  select coalesce(octet_length(value)::text || ':' || value, '-')
$$
"""

MICROSECONDS = """
create function ledger_field(value timestamptz) returns text
language sql stable parallel safe as $$
  select ledger_field((extract(epoch from value) * 1000000)::bigint::text)
$$
"""

GENESIS = """
create function ledger_genesis(a account) returns bytea
language sql stable parallel safe as $$
  select sha256(convert_to('account/1' || ledger_field(a.id::text)
    || ledger_field(a.space_code) || ledger_field(a.code) || ledger_field(a.kind)
    || ledger_field(a.currency::text) || ledger_field(a.floor::text), 'UTF8'))
$$
"""

DIGEST = """
create function ledger_digest(t ledger_transaction) returns bytea
language sql stable parallel safe as $$
  select sha256(convert_to('transaction/1' || ledger_field(t.id::text)
    || ledger_field(t.space_code) || ledger_field(t.kind) || ledger_field(t.reference)
    || ledger_field(t.description) || ledger_field(t.reverses::text)
    || ledger_field(t.settles::text) || ledger_field(t.posted_by)
    || ledger_field(t.posted_at), 'UTF8'))
$$
"""

LINK = """
create function ledger_link(e entry, digest bytea) returns bytea
language sql stable parallel safe as $$
  select sha256(e.prev || digest || convert_to('entry/1'
    || ledger_field(e.account_id::text) || ledger_field(e.amount::text)
    || ledger_field(e.kind) || ledger_field(e.at) || ledger_field(e.seq::text),
    'UTF8'))
$$
"""

SUMS = """
create function ledger_sums(places int[], accounts uuid[], amounts numeric[])
returns table (account_id uuid, places int[], amounts numeric[], valid boolean)
language sql stable as $$
  select account_id, array_agg(place), array_agg(amount),
    bool_and(valid and amount <> 0 and abs(amount) < 1e17)
  from (
    select e.account_id, e.place, sum(e.amount) as amount, bool_and(e.amount <> 0
      and abs(e.amount) < 1e17 and e.amount = round(e.amount, 2)) as valid
    from unnest($1, $2, $3) as e(place, account_id, amount)
    group by e.account_id, e.place order by e.account_id, e.place
  ) combined
  group by account_id order by account_id
$$
"""

HOLD = """
create function ledger_hold(wanted uuid, inside text) returns account
language plpgsql as $$
declare held account;
begin
  select * into held from account where id = wanted for update;
  if held.space_code is distinct from inside then
    raise exception 'space % has no account %', inside, wanted using errcode = 'LG001';
  end if;
  if held.status <> 'open' then
    raise exception 'account % is %', held.code, held.status using errcode = 'LG002';
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
  digests bytea[] := array(select ledger_digest(p) from unnest(postings) p);
  balances numeric[] := array_fill(0.00, array[cardinality(postings)]);
  legs int[] := array_fill(0, array[cardinality(postings)]);
  entries entry[] := '{}';
  moment timestamptz := clock_timestamp();
  mixed boolean := false;
  sent record;
  held account;
  before account;
  written entry;
  account_places int[];
  account_amounts numeric[];
  place int;
begin
  insert into ledger_transaction
    select * from unnest(postings) p order by p.reverses, p.id;
  for sent in
    select * from ledger_sums(places, accounts, amounts)
  loop
    if sent.valid is not true then
      raise exception 'an amount is not zero and has at most seventeen digits before '
        'the point and two after it' using errcode = 'LG003';
    end if;
    before := held;
    held := ledger_hold(sent.account_id, postings[sent.places[1]].space_code);
    mixed := mixed or held.currency <> before.currency;
    account_places := sent.places;
    account_amounts := sent.amounts;
    for i in 1 .. cardinality(account_places) loop
      place := account_places[i];
      written := (held.id, held.seq + 1, postings[place].space_code,
        postings[place].id, account_amounts[i], postings[place].kind, moment,
        coalesce(held.head, ledger_genesis(held)), null);
      written.hash := ledger_link(written, digests[place]);
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
      entries[cardinality(entries) + 1] := written;
      balances[place] := balances[place] + written.amount;
      legs[place] := legs[place] + 1;
    end loop;
    update account set posted = held.posted, seq = held.seq, head = held.head
      where id = held.id;
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
        FIELD,
        MICROSECONDS,
        GENESIS,
        DIGEST,
        LINK,
        SUMS,
        HOLD,
        CHECK_BALANCE,
        POST,
    ):
        op.execute(function)
