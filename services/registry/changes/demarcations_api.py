"""Proposing a demarcation: a set of files, which another person reviews."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Form, Response

from chassis.tabular.table import FileNotReadable, FileTooLarge
from chassis.tabular.upload import Upload
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.registry.changes import service
from services.registry.changes.models import ProposalChangesNothing
from services.registry.demarcation import service as demarcations
from services.registry.demarcation.models import (
    DemarcationEmpty,
    DemarcationHasErrors,
    DemarcationTooLong,
)
from services.registry.demarcation.schemas import DemarcationUpload, DemarcationView
from services.registry.demarcation.service import Demarcation
from services.registry.demarcation.stating import DEMARCATIONS
from services.registry.permissions import Registrar

routes = router("changes")

LARGEST_UPLOAD_BYTES = 20 << 20


@routes.post(
    "/demarcation-imports",
    status_code=HTTPStatus.CREATED,
    max_body_size=LARGEST_UPLOAD_BYTES,
    openapi_extra={"x-max-body-bytes": LARGEST_UPLOAD_BYTES},
    responses=refusing(
        DemarcationEmpty,
        DemarcationHasErrors,
        DemarcationTooLong,
        FileNotReadable,
        FileTooLarge,
        ProposalChangesNothing,
    )
    | {200: {"model": DemarcationView, "description": "A dry run."}},
)
async def propose_demarcation(
    sent: Annotated[DemarcationUpload, Form(media_type="multipart/form-data")],
    session: Session,
    caller: Registrar,
    response: Response,
) -> DemarcationView:
    """Propose a demarcation, all of its files; or only see what it changes.

    A row states a place from its `valid_from` on. Periods that are known stay as they
    are: a row may follow the last one, or end it. A disestablished municipality ends on
    the day of its transition; one that continues gets new boundaries on that day.
    Another person reviews the change proposal, which is written as a whole.
    Errors point to `/<file>/rows/<row>/<column>`.
    """
    demarcation = await _read(sent, caller.sub)
    rows, changes = await demarcations.foresee_demarcation(session, demarcation)
    if sent.dry_run:
        response.status_code = HTTPStatus.OK
        return DemarcationView.of(changes, vintage=sent.vintage, proposal_id=None)
    draft = service.FileDraft(
        DEMARCATIONS.name, sent.source, rows, demarcation.digest, changes.differences
    )
    proposal = await service.propose_files(session, draft, by=caller)
    response.headers["Location"] = f"/v1/change-proposals/{proposal.id}"
    return DemarcationView.of(changes, vintage=sent.vintage, proposal_id=proposal.id)


async def _read(sent: DemarcationUpload, sent_by: str) -> Demarcation:
    files = {
        "spaces": sent.spaces,
        "municipalities": sent.municipalities,
        "wards": sent.wards,
        "transitions": sent.transitions,
    }
    uploads = {
        name: Upload(await file.read(), encoding=sent.encoding)
        for name, file in files.items()
        if file is not None
    }
    return Demarcation(sent.vintage, sent.source, sent_by, uploads)
