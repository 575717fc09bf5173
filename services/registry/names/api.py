"""Looking places and organs up by any of their names, and deciding about labels."""

from collections import Counter
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response, Security

from chassis import clock
from chassis.principal import Principal
from chassis.web.auth import Anyone, ScopeMissing, admit
from chassis.web.conditional import IfMatch, VersionStale, tag
from chassis.web.fields import Code, Name
from chassis.web.paging import CursorMalformed, Page, Paging, after_identifier, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.registry.asking import CACHEABLE, AsOf
from services.registry.names import lookups, service
from services.registry.names.answers import Answer, Question
from services.registry.names.models import (
    AliasFilter,
    AliasPlaceUnknown,
    AliasTaken,
    Decision,
    IdentifierUnknown,
    NameReviewDecided,
    NameReviewNotFound,
    Outcome,
    ReviewStatus,
    Subject,
    WithinUnknown,
)
from services.registry.names.schemas import (
    AliasView,
    LabelsSent,
    NamedOrgan,
    NamedPlace,
    NameReviewView,
    OrgansFound,
    PlaceKind,
    PlacesFound,
    ResolutionsView,
    ResolutionView,
    ReviewDecision,
)
from services.registry.permissions import Registrar

routes = router("names")

QUEUE_SCOPE = "registry:write"

SignedIn = Annotated[Principal, Security(admit, scopes=[])]
Scheme = Annotated[
    Code,
    Query(
        description="name, or a scheme of `/v1/country`: mdb, iso3166_2, treasury, "
        "former, adopted; of organs: code, name, treasury_vote, common, former."
    ),
]


@routes.get("/places/aliases", responses=refusing(CursorMalformed))
async def list_place_aliases(
    session: Session,
    _: Anyone,
    page: Paging,
    scheme: Scheme | None = None,
    code: Annotated[Code | None, Query()] = None,
) -> Page[AliasView]:
    """Former names, other schemes' identifiers and adopted labels of places."""
    return await _aliases(session, page, Subject.PLACE, scheme, code)


@routes.get("/organ-aliases", responses=refusing(CursorMalformed))
async def list_organ_aliases(
    session: Session,
    _: Anyone,
    page: Paging,
    scheme: Scheme | None = None,
    code: Annotated[Code | None, Query()] = None,
) -> Page[AliasView]:
    """Former names, votes and short names of organs."""
    return await _aliases(session, page, Subject.ORGAN, scheme, code)


async def _aliases(
    session: Session,
    page: Paging,
    subject: Subject,
    scheme: str | None,
    code: str | None,
) -> Page[AliasView]:
    found = await lookups.list_aliases(
        session,
        AliasFilter(subject, scheme=scheme, code=code),
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, AliasView, lambda alias: alias.id)


@routes.get(
    "/places/lookup",
    responses=refusing(IdentifierUnknown),
    openapi_extra=CACHEABLE,
)
async def look_up_places(
    session: Session, _: Anyone, scheme: Scheme, identifier: Name, as_of: AsOf
) -> PlacesFound:
    """The places that have this identifier in this scheme."""
    found = await lookups.look_up_places(
        session, scheme=scheme, identifier=identifier, as_of=as_of
    )
    return PlacesFound(items=[NamedPlace.model_validate(place) for place in found])


@routes.get(
    "/organ-lookup", responses=refusing(IdentifierUnknown), openapi_extra=CACHEABLE
)
async def look_up_organs(
    session: Session, _: Anyone, scheme: Scheme, identifier: Name, as_of: AsOf
) -> OrgansFound:
    """The organs that have this identifier in this scheme, such as a vote."""
    found = await lookups.look_up_organs(
        session, scheme=scheme, identifier=identifier, as_of=as_of
    )
    return OrgansFound(items=[NamedOrgan.model_validate(organ) for organ in found])


@routes.get("/places/resolve", responses=refusing(WithinUnknown))
async def resolve_place(
    session: Session,
    _: Anyone,
    name: Name,
    as_of: AsOf,
    kind: PlaceKind | None = None,
    within: Annotated[Code | None, Query()] = None,
) -> ResolutionView:
    """The place a label names; an ambiguous name is never guessed.

    Where a space and its municipality share name and code, a label without a title
    names the space.
    """
    asked = Question(name, as_of, kind, within)
    (answer,) = await service.resolve_labels(session, [name], asked)
    return _resolution(name, answer)


@routes.post("/places/resolutions", responses=refusing(WithinUnknown, ScopeMissing))
async def resolve_places(
    sent: LabelsSent, session: Session, caller: SignedIn
) -> ResolutionsView:
    """What up to 1 000 labels name, one answer per label.

    With `queue`, labels that were not matched wait for a person's decision.
    """
    if sent.queue and QUEUE_SCOPE not in caller.scopes:
        raise ScopeMissing(f"queue needs the scope {QUEUE_SCOPE}")
    asked = Question("", sent.as_of or clock.today(), sent.kind, sent.within)
    answers = await service.resolve_labels(session, sent.labels, asked)
    queued = 0
    if sent.queue:
        queued = await service.queue_unmatched(
            session, sent.labels, answers, asked, by=caller.sub
        )
    counts = Counter(answer.outcome for answer in answers)
    return ResolutionsView(
        items=[
            _resolution(label, answer)
            for label, answer in zip(sent.labels, answers, strict=True)
        ],
        matched=counts[Outcome.MATCHED],
        ambiguous=counts[Outcome.AMBIGUOUS],
        unknown=counts[Outcome.UNKNOWN],
        queued=queued,
    )


def _resolution(label: str, answer: Answer) -> ResolutionView:
    return ResolutionView.model_validate(
        {name: getattr(answer, name) for name in Answer.__slots__} | {"label": label}
    )


@routes.get("/name-reviews", responses=refusing(CursorMalformed))
async def list_name_reviews(
    session: Session, _: Registrar, page: Paging, status: ReviewStatus | None = None
) -> Page[NameReviewView]:
    """Labels that wait for a decision, or have one; oldest first."""
    found = await service.list_reviews(
        session, status=status, after=after_identifier(page), limit=page.limit + 1
    )
    return page_of(page, found, NameReviewView, lambda review: review.id)


@routes.get("/name-reviews/{review_id}", responses=refusing(NameReviewNotFound))
async def get_name_review(
    review_id: UUID, session: Session, _: Registrar, response: Response
) -> NameReviewView:
    """One label, and what was decided about it."""
    review = await service.get_review(session, review_id)
    tag(response, review.version)
    return NameReviewView.model_validate(review)


@routes.post(
    "/name-reviews/{review_id}/decision",
    responses=refusing(
        NameReviewNotFound,
        NameReviewDecided,
        AliasTaken,
        AliasPlaceUnknown,
        VersionStale,
    ),
)
async def decide_name_review(  # noqa: PLR0913  the parts of one HTTP request
    review_id: UUID,
    sent: ReviewDecision,
    *,
    session: Session,
    caller: Registrar,
    response: Response,
    if_match: IfMatch,
) -> NameReviewView:
    """Say which place a label names: an alias from now on. Null: it names none."""
    review = await service.get_review(session, review_id, lock=True)
    if_match.must_be(review.version)
    made = Decision(caller.sub, clock.now(), sent.reason)
    if sent.place is None:
        service.dismiss(review, made=made)
    else:
        await service.adopt_alias(
            session, review, kind=sent.place.kind, code=sent.place.code, made=made
        )
    tag(response, review.version)
    return NameReviewView.model_validate(review)
