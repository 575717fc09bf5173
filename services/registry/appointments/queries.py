"""The two questions about offices that SQL answers best, each in one go."""

HOLDINGS = """
select o.code, o.title, o.kind, k.sphere, k.champion, o.organ_code, k.place_kind,
  o.place_code, o.space_codes, o.valid_from, o.valid_to, o.version,
  status.word as status,
  h.holder, h.valid_from as held_since, h.valid_to as held_until,
  coalesce(h.illustrative, false) as holder_illustrative,
  a.holder as acting, a.valid_from as acting_since, a.valid_to as acting_until,
  coalesce(a.illustrative, false) as acting_illustrative,
  v.valid_from as vacant_since, v.reason as vacant_reason,
  cast(:day as date) - v.valid_from as vacant_days, b.valid_from as absent_since
from office o
join office_kind k on k.kind = o.kind
left join appointment h on h.office_code = o.code and h.capacity = 'substantive'
  and h.valid_from <= :day and (h.valid_to is null or h.valid_to > :day)
left join appointment a on a.office_code = o.code and a.capacity = 'acting'
  and a.valid_from <= :day and (a.valid_to is null or a.valid_to > :day)
left join appointment v on v.office_code = o.code and v.capacity = 'vacant'
  and v.valid_from <= :day and (v.valid_to is null or v.valid_to > :day)
left join appointment b on b.office_code = o.code and b.capacity = 'absent'
  and b.valid_from <= :day and (b.valid_to is null or b.valid_to > :day)
cross join lateral (select case
  when a.id is not null then 'acting'
  when v.id is not null then 'vacant'
  when b.id is not null then 'absent'
  when h.id is not null then 'filled'
  else 'not_recorded' end as word) status
where o.valid_from <= :day and (o.valid_to is null or o.valid_to > :day)
  and o.code > :after{narrowed}
order by o.code
limit :limit
"""

# One row per appointment, period of its office and period of the kind's powers, with
# the days that all three have in common, and those on which its holder is away.
POWERS = """
select a.id as appointment_id, a.identity, a.capacity, a.office_code, o.organ_code,
  o.space_codes, p.scopes, days.first as valid_from, days.past as valid_to,
  coalesce(away.periods, '[]') as away
from appointment a
join office o on o.code = a.office_code
join office_power w on w.kind = o.kind
cross join lateral (
  select greatest(a.valid_from, o.valid_from, w.valid_from) as first,
    least(a.valid_to, o.valid_to, w.valid_to) as past
) days
cross join lateral (
  select array_agg(scope order by scope) as scopes from unnest(w.scopes) scope
  where a.powers is null or scope = any(a.powers)
) p
left join lateral (
  select jsonb_agg(jsonb_build_object(
    'valid_from', b.valid_from, 'valid_to', b.valid_to) order by b.valid_from
  ) as periods
  from appointment b
  where a.capacity = 'substantive' and b.office_code = a.office_code
    and b.capacity = 'absent'
) away on true
where a.id = any(:appointments) and p.scopes is not null
  and (days.past is null or days.past > days.first)
  and (days.past is null or days.past > :since)
order by a.id, days.first
"""
