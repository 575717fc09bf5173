"""What may be done with labels: resolve them, queue them, decide about one."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.identifiers import new_id
from chassis.messaging import outbox
from services.registry import editions
from services.registry.names import pack
from services.registry.names.answers import Answer, Question
from services.registry.names.lexicon import Bearer, Lexicon
from services.registry.names.models import (
    AliasPlaceUnknown,
    AliasTaken,
    Decision,
    NameReview,
    Outcome,
    Reason,
    WithinUnknown,
)
from services.registry.names.repository import Aliases, Bearers, Reviews
from services.registry.names.resolving import resolve
from services.registry.names.rules import key_of
from services.registry.names.shelf import Shelf
from services.registry.reference import names

AREAS = ("province", "space")
shelf = Shelf()


async def load_edition(session: AsyncSession) -> None:
    """Load the country pack's aliases, if they are new."""
    rows = pack.alias_rows()
    if not await editions.is_new(session, "names", rows):
        return
    await Aliases(session).replace_pack(
        [
            row
            | {"id": new_id(), "key": key_of(str(row["identifier"])), "source": "pack"}
            for row in rows
        ]
    )


async def lexicon_of(session: AsyncSession) -> Lexicon:
    """Every name of every place, as this transaction sees them."""
    stamp = await Bearers(session).stamp()
    kept = shelf.take(stamp)
    if kept is not None:
        return kept
    places = await Bearers(session).places()
    aliases = await Aliases(session).of_places()
    lexicon = await asyncio.to_thread(
        Lexicon,
        pack.bearers(places),
        pack.aliases([vars(alias) for alias in aliases]),
        pack.wording(),
        names.names_of_no_place(),
    )
    return shelf.put(stamp, lexicon)


async def resolve_labels(
    session: AsyncSession, labels: Sequence[str], asked: Question
) -> list[Answer]:
    """One answer per label, in their order; `asked` says what is known of all."""
    lexicon = await lexicon_of(session)
    within = _area(lexicon, asked.within, asked.as_of)
    questions = [Question(label, asked.as_of, asked.kind, within) for label in labels]
    return await asyncio.to_thread(
        lambda: [resolve(lexicon, question) for question in questions]
    )


def _area(lexicon: Lexicon, within: str | None, as_of: date) -> str | None:
    if within is None:
        return None
    written = within.upper()
    known: list[Bearer] = []
    known += lexicon.codes.get(written, [])
    known += lexicon.identifiers.get(written, [])
    for bearer in known:
        if bearer.kind in AREAS and bearer.on(as_of):
            return bearer.code
    raise WithinUnknown(f"no province or space {within} on {as_of}")


async def queue_unmatched(
    session: AsyncSession,
    labels: Sequence[str],
    answers: Sequence[Answer],
    asked: Question,
    *,
    by: str,
) -> int:
    """Put labels that were not matched before a person; says how many."""
    waiting = {
        row["topic"]: row
        for label, answer in zip(labels, answers, strict=True)
        if answer.outcome is not Outcome.MATCHED
        for row in [_review(label, answer, asked, by=by)]
    }
    return await Reviews(session).ask([waiting[topic] for topic in sorted(waiting)])


def _review(label: str, answer: Answer, asked: Question, *, by: str) -> dict[str, Any]:
    key = key_of(label)
    return {
        "id": new_id(),
        "topic": "|".join((key, asked.kind or "", asked.within or "")),
        "label": label,
        "key": key,
        "kind": asked.kind,
        "within": asked.within,
        "as_of": asked.as_of,
        "outcome": answer.outcome.value,
        "why": answer.reason.value,
        "candidates": [asdict(each) for each in answer.candidates],
        "asked_by": by,
        "asked_at": clock.now(),
    }


async def get_review(
    session: AsyncSession, review_id: UUID, *, lock: bool = False
) -> NameReview:
    return await Reviews(session).get(review_id, lock=lock)


async def list_reviews(
    session: AsyncSession, *, status: str | None, after: UUID | None, limit: int
) -> Sequence[NameReview]:
    return await Reviews(session).list(status=status, after=after, limit=limit)


async def adopt_alias(
    session: AsyncSession, review: NameReview, *, kind: str, code: str, made: Decision
) -> None:
    """Make the review's label an alias of this place, unless another bears it."""
    lexicon = await lexicon_of(session)
    bearer = _bearer(lexicon, kind, code, review.as_of)
    since = bearer.periods[0].valid_from
    alias, adopted = review.adopt(kind, code, since=since, decision=made)
    _must_be_free(lexicon, review, code)
    if not await Aliases(session).add_if_free(alias):
        raise AliasTaken(f"{review.label} is an alias already")
    outbox.record(session, adopted)


def dismiss(review: NameReview, *, made: Decision) -> None:
    """Note that the label names no place of the registry."""
    review.dismiss(made)


def _bearer(lexicon: Lexicon, kind: str, code: str, as_of: date) -> Bearer:
    for bearer in lexicon.codes.get(code.upper(), ()):
        if (bearer.kind, bearer.code) == (kind, code) and bearer.on(as_of):
            return bearer
    raise AliasPlaceUnknown(f"no {kind} {code} on {as_of}")


def _must_be_free(lexicon: Lexicon, review: NameReview, code: str) -> None:
    """Refuse a label that by itself names another place, or several."""
    answer = resolve(lexicon, Question(review.label, review.as_of))
    named = {each.code for each in answer.candidates}
    if answer.reason is Reason.SEVERAL_PLACES:
        raise AliasTaken(f"{review.label} is the name of {', '.join(sorted(named))}")
    if answer.outcome is Outcome.MATCHED and named != {code}:
        raise AliasTaken(f"{review.label} is a name of {', '.join(sorted(named))}")
