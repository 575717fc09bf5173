"""Ledger: money reserved before it is paid, and accounts that are stopped.

A reservation lowers what an account has available until it is settled (paid, wholly
or in parts), voided, or expired; whichever comes first wins, once. One past its time
is given back when its account is next touched, or by `ledger_expire`. Locks are taken
in the order accounts by id, then reservation, as postings do.

Functions that run as the owner look at the caller's spaces themselves, for the case
that the owner is a superuser, whom row-level security does not bind.
"""

from alembic import op

revision = "20261121_1200"
down_revision = "20261121_1150"

CHECK_PART = """
create function ledger_check_part(part numeric) returns void
language plpgsql immutable as $$
begin
  if (part > 0 and part < 1e17 and part = round(part, 2)) is not true then
    raise exception 'what is reserved or settled is positive and has at most '
      'seventeen digits before the point and two after it' using errcode = 'LG003';
  end if;
end $$
"""

RESERVE = """
create function ledger_reserve(wanted reservation, part numeric) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  held account :=
    ledger_hold(wanted.account_id, wanted.space_code, wanted.reserved_at);
begin
  perform ledger_check_part(part);
  wanted.amount := part;
  update account set pending = pending + wanted.amount
    where id = held.id
      and (floor is null or posted - pending - wanted.amount >= floor);
  if not found then
    raise exception 'account % has less than %', held.code, wanted.amount
      using errcode = 'LG004';
  end if;
  insert into reservation values (wanted.*);
end $$
"""

SETTLE = """
create function ledger_settle(posting ledger_transaction, part numeric, payee uuid)
returns numeric language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  payer uuid := (select account_id from reservation
    where id = posting.settles and onedistrict_may_act(space_code));
  kept reservation;
begin
  if payer is null then
    raise exception 'no reservation %', posting.settles using errcode = 'LG007';
  end if;
  if payer = payee then
    raise exception 'a transaction moves money between two accounts at least'
      using errcode = 'LG006';
  end if;
  perform from account where id in (payer, payee) order by id for update;
  select * into kept from reservation where id = posting.settles for update;
  if kept.status <> 'open' or kept.expires_at <= posting.posted_at then
    raise exception 'reservation % is %', kept.id,
      case kept.status when 'open' then 'expired' else kept.status end
      using errcode = 'LG008';
  end if;
  part := coalesce(part, kept.amount - kept.settled);
  perform ledger_check_part(part);
  if part > kept.amount - kept.settled then
    raise exception 'reservation % has % left', kept.id, kept.amount - kept.settled
      using errcode = 'LG009';
  end if;
  update reservation set settled = settled + part,
      status = case when settled + part = amount then 'settled' else 'open' end,
      closed_at = case when settled + part = amount then posting.posted_at end
    where id = kept.id;
  update account set pending = pending - part where id = payer;
  posting.space_code := kept.space_code;
  perform ledger_post(array[posting], array[1, 1],
    array[least(payer, payee), greatest(payer, payee)],
    case when payer < payee then array[-part, part] else array[part, -part] end);
  return part;
end $$
"""

RELEASE = """
create function ledger_release(wanted uuid, ending text, moment timestamptz)
returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  payer uuid := (select account_id from reservation
    where id = wanted and onedistrict_may_act(space_code));
  kept reservation;
begin
  if payer is null then
    raise exception 'no reservation %', wanted using errcode = 'LG007';
  end if;
  perform from account where id = payer for update;
  select * into kept from reservation where id = wanted for update;
  if kept.status <> 'open' then
    return false;
  end if;
  update reservation set status = ending, closed_at = moment where id = wanted;
  update account set pending = pending - (kept.amount - kept.settled) where id = payer;
  return true;
end $$
"""

VOID = """
create function ledger_void(wanted uuid, moment timestamptz) returns void
language plpgsql as $$
begin
  if not ledger_release(wanted, 'voided', moment) then
    raise exception 'reservation % is no longer open', wanted using errcode = 'LG008';
  end if;
end $$
"""

EXPIRE = """
create function ledger_expire(moment timestamptz) returns bigint
language sql as $$
  select count(*) filter (where ledger_release(due.id, 'expired', moment)) from (
    select id from reservation where status = 'open' and expires_at <= moment
    order by account_id, id
  ) due
$$
"""

SET_STATUS = """
create function ledger_set_status(wanted uuid, wanted_status text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update account set status = wanted_status
    where id = wanted and onedistrict_may_act(space_code);
  if not found then
    raise exception 'no account %', wanted using errcode = 'LG001';
  end if;
end $$
"""


def upgrade() -> None:
    for function in (CHECK_PART, RESERVE, SETTLE, RELEASE, VOID, EXPIRE, SET_STATUS):
        op.execute(function)
    op.execute(
        "create index ix_reservation_expires_at on reservation (expires_at) "
        "where status = 'open'"
    )
