"""A service of its own, to show what the chassis does: notes, and what goes wrong.

It goes by the name of `budgets`, whose events and rights at the broker it borrows.
`python -m tests.chassis.notebook PORT` serves it, so that it can be killed.
"""

import sys
from collections import Counter
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

import uvicorn
from fastapi import FastAPI, File, Form, Request, Response, Security, UploadFile
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import errors
from chassis.errors import FieldError, Refusal
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.messaging.consumer import Consumers
from chassis.principal import Principal
from chassis.web.app import build_service
from chassis.web.auth import Anyone, admit
from chassis.web.conditional import IfMatch, tag
from chassis.web.fields import Code, Name, Sent
from chassis.web.paging import Page, Paging, after_identifier, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.events.budgets import BudgetLinesLoaded
from contracts.events.plans import StageCompleted
from contracts.ids import ImportId
from tests.chassis.notes import Note, NoteNotFound, Notes, TitleTaken

SERVICE = "budgets"
SECRET = "the safe's combination is 1234"
REFUSALS = {
    kind.__name__: kind
    for kind in vars(errors).values()
    if kind in Refusal.__subclasses__()
}

Writer = Annotated[Principal, Security(admit, scopes=["budgets:write"])]
consumers = Consumers(SERVICE)
routes = router("notes")


class NoteDraft(Sent):
    title: Name
    space_code: Code = "DC45"
    pages: Annotated[int, Field(ge=0)] = 1
    labels: tuple[Name, ...] = ()


class NoteChange(Sent):
    title: Name


class Transfer(Sent):
    source: UUID
    target: UUID


class Mishap(Sent):
    """What goes wrong on the first `times` attempts, after a note was written."""

    kind: str
    title: Name
    times: int = 1_000_000


class NoteView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    space_code: str
    title: str
    pages: int
    version: int


async def write(session: AsyncSession, draft: NoteDraft) -> Note:
    known = select(Note).where(
        Note.space_code == draft.space_code, Note.title == draft.title
    )
    if await session.scalar(known):
        raise TitleTaken(f"there is a note {draft.title}")
    note = Note(
        id=new_id(),
        space_code=draft.space_code,
        title=draft.title,
        pages=draft.pages,
        version=1,
    )
    session.add(note)
    outbox.record(
        session,
        BudgetLinesLoaded(
            import_id=ImportId(note.id),
            space_code=note.space_code,
            created=1,
            updated=0,
        ),
    )
    await session.flush()
    return note


@routes.post("/notes", status_code=HTTPStatus.CREATED, responses=refusing(TitleTaken))
async def write_note(
    draft: NoteDraft,
    session: Session,
    caller: Writer,
    response: Response,
    dry: int = 0,
) -> NoteView:
    caller.must_act_in(draft.space_code)
    note = await write(session, draft)
    response.headers["Location"] = f"/v1/notes/{note.id}"
    tag(response, note.version)
    return NoteView.model_validate(note)


@routes.post("/other-notes", status_code=HTTPStatus.CREATED)
async def write_other_note(draft: NoteDraft, session: Session, _: Writer) -> NoteView:
    return NoteView.model_validate(await write(session, draft))


@routes.post("/uploads", status_code=HTTPStatus.CREATED, max_body_size=64 << 10)
async def upload_note(
    request: Request,
    file: Annotated[UploadFile, File()],
    title: Annotated[str, Form()],
    session: Session,
    _: Writer,
) -> NoteView:
    """Stumbles once when the title says so, after the file was read."""
    content = await file.read()
    note = await write(session, NoteDraft(title=title, pages=len(content)))
    request.app.state.attempts[title] += 1
    if title == "stumbles" and request.app.state.attempts[title] == 1:
        await raise_state(session, "40001")
    return NoteView.model_validate(note)


@routes.get("/notes")
async def list_notes(session: Session, _: Anyone, page: Paging) -> Page[NoteView]:
    after = after_identifier(page)
    notes = select(Note).order_by(Note.id).limit(page.limit + 1)
    if after is not None:
        notes = notes.where(Note.id > after)
    found = (await session.scalars(notes)).all()
    return page_of(page, found, NoteView, lambda note: note.id)


@routes.get("/notes/{note_id}", responses=refusing(NoteNotFound))
async def get_note(
    note_id: UUID, session: Session, _: Anyone, response: Response
) -> NoteView:
    note = await Notes(session).get(note_id)
    tag(response, note.version)
    return NoteView.model_validate(note)


@routes.patch("/notes/{note_id}", responses=refusing(NoteNotFound))
async def change_note(
    note_id: UUID,
    change: NoteChange,
    *,
    session: Session,
    _: Writer,
    response: Response,
    if_match: IfMatch,
) -> NoteView:
    note = await Notes(session).get(note_id, lock=True)
    if_match.must_be(note.version)
    note.title = change.title
    note.version += 1
    tag(response, note.version)
    return NoteView.model_validate(note)


@routes.delete("/notes/{note_id}", status_code=HTTPStatus.NO_CONTENT)
async def remove_note(
    note_id: UUID, session: Session, _: Writer, if_match: IfMatch
) -> None:
    note = await Notes(session).get(note_id, lock=True)
    if_match.must_be(note.version)
    await session.delete(note)


@routes.post("/transfers")
async def transfer_page(
    request: Request, transfer: Transfer, session: Session, _: Writer
) -> NoteView:
    """Locks both notes in the order they were named: two of these may deadlock."""
    source = await Notes(session).get(transfer.source, lock=True)
    await request.app.state.meet()
    target = await Notes(session).get(transfer.target, lock=True)
    source.pages -= 1
    target.pages += 1
    return NoteView.model_validate(target)


@routes.post("/mishaps", status_code=HTTPStatus.CREATED)
async def have_mishap(
    request: Request, mishap: Mishap, session: Session, _: Writer
) -> NoteView:
    note = await write(session, NoteDraft(title=mishap.title))
    request.app.state.attempts[mishap.title] += 1
    if request.app.state.attempts[mishap.title] <= mishap.times:
        await go_wrong(session, mishap.kind)
    return NoteView.model_validate(note)


async def go_wrong(session: AsyncSession, kind: str) -> None:
    if kind in REFUSALS:
        raise REFUSALS[kind]("no", [FieldError("/title", "wrong", "not this one")])
    if kind == "bug":
        raise RuntimeError(SECRET)
    if kind == "killed":
        await session.execute(text("select pg_terminate_backend(pg_backend_pid())"))
    await raise_state(session, kind)


async def raise_state(session: AsyncSession, state: str) -> None:
    await session.execute(text("select raise_state(:state)"), {"state": state})


@consumers.on(StageCompleted)
async def write_down(event: StageCompleted, session: AsyncSession) -> None:
    await write(session, NoteDraft(title=event.stage, space_code=event.space_code))


async def nobody() -> None:
    """Meet nobody between two locks."""


def build() -> FastAPI:
    app = build_service(SERVICE, "Notes.", [routes], consumers)
    app.state.attempts = Counter()
    app.state.meet = nobody
    return app


if __name__ == "__main__":
    uvicorn.run(build(), port=int(sys.argv[1]), log_config=None)
