"""Words of names in all our languages are found; columns that nobody reads go.

`and/or` is two words, not a path; a letter for a click is no letter of a word; and a
name is also found without the prefix before its capital (`uMgungundlovu`,
`eMgungundlovu`).
"""

from alembic import op

revision = "20261122_0330"
down_revision = "20261122_0320"

# Characters are replaced one by one, so that hits are marked where they stand.
FOLDED = r"""
create or replace function plans_folded(said text) returns text
language sql immutable strict parallel safe as $$
  select translate(
    regexp_replace(normalize(said, NFD), '[\u0300-\u036f]+', '', 'g'),
    E'<>/\u01c0\u01c1\u01c2\u01c3', '       ')
$$
"""
BARE = r"""
create function plans_bare(folded text) returns text
language sql immutable strict parallel safe as $$
  select regexp_replace(folded, '\m[aeiou](?=[A-Z])', ' ', 'g')
$$
"""
WORDS_OF = """
create function plans_words_of(said text) returns tsvector
language sql immutable parallel safe as $$
  select to_tsvector('english', folded) || to_tsvector('simple', folded)
    || case bare when folded then ''::tsvector
       else to_tsvector('english', bare) || to_tsvector('simple', bare) end
  from (select plans_folded(coalesce(said, ''))) as read (folded),
    lateral plans_bare(folded) as bare
$$
"""
WORDS = """
create or replace function plans_words(title text, content text) returns tsvector
language sql immutable parallel safe as $$
  select setweight(plans_words_of(title), 'A')
    || setweight(plans_words_of(content), 'B')
$$
"""
SOUGHT = """
create or replace function plans_sought(said text, unfinished boolean) returns tsquery
language sql immutable strict parallel safe as $$
  select case when unfinished
    then regexp_replace(found::text, '''$', ''':*')::tsquery
    else found end
  from websearch_to_tsquery('english', plans_bare(plans_folded(said))) as found
$$
"""
READ_AGAIN = (
    """
    update search_entry as entry set words = plans_words(plan.title, plan.vision)
    from plan where entry.kind = 'plan' and entry.record = plan.id
    """,
    """
    update search_entry as entry
    set words = plans_words(i.code || ' ' || i.title, concat_ws(' ', i.section, i.note))
    from intervention as i where entry.kind = 'intervention'
      and entry.record = i.plan_id and entry.code = i.code
    """,
    """
    update search_entry as entry set words = plans_words(m.reference, m.content)
    from matter as m where entry.kind = 'resolution' and entry.record = m.id
    """,
)


UNREAD = {
    "organ": ("kind",),
    "office": ("title", "sphere", "place_kind", "space_codes"),
    "matter": ("words",),
    "commitment": ("stated_client",),
}


def upgrade() -> None:
    for table, columns in UNREAD.items():
        for column in columns:
            op.drop_column(table, column)
    for statement in (FOLDED, BARE, WORDS_OF, WORDS, SOUGHT):
        op.execute(statement)
    op.execute("select set_config('onedistrict.spaces', '*', true)")
    for statement in READ_AGAIN:
        op.execute(statement)
