"""What a remark may be about: a record that the plan has, a field that it has."""

from collections.abc import Collection, Mapping

from chassis.errors import FieldError
from services.plans.content.whole import KINDS
from services.plans.documents.content import Intervention
from services.plans.remarks.models import (
    FieldOfRemarkUnknown,
    SubjectOfRemark,
    SubjectOfRemarkUnknown,
)

NOT_SAID = frozenset({"plan_id", "space_code", "code", "revision"})
PLANNED = "planned"
FIELDS: Mapping[str, Collection[str]] = {
    SubjectOfRemark.PLAN: {"title", "vision", "provenance", "generation", "stages"},
    SubjectOfRemark.SECTION: {"title", "focus_area", "owner_organ", "due_on"},
    **{
        entity.noun: {each.name for each in entity.__table__.columns} - NOT_SAID
        for entity in KINDS
    },
    SubjectOfRemark.INTERVENTION: {
        PLANNED,
        *({each.name for each in Intervention.__table__.columns} - NOT_SAID),
    },
}


def must_be_there(
    subject: SubjectOfRemark,
    code: str | None,
    field: str | None,
    known: Mapping[str, Collection[str]],
) -> None:
    """Refuse what is about nothing in the plan; `known` are its codes by kind."""
    if subject is SubjectOfRemark.PLAN:
        if code is not None:
            raise _no_such("a plan has no records of this kind: say which kind it is")
    elif code is None or code not in known[subject]:
        raise _no_such(f"the plan has no {subject} with this code")
    if field is None:
        return
    name, _, year = field.partition(".")
    if name not in FIELDS[subject] or (year and name != PLANNED):
        detail = f"a {subject} has no field {field}"
        fault = FieldError("/field", "field-of-remark-unknown", detail)
        raise FieldOfRemarkUnknown(detail, [fault])


def _no_such(detail: str) -> SubjectOfRemarkUnknown:
    fault = FieldError("/code", "subject-of-remark-unknown", detail)
    return SubjectOfRemarkUnknown(detail, [fault])
