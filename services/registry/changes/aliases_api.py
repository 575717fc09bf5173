"""Proposing the aliases of a file, which another person reviews."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Form, Response

from chassis.tabular.faults import FileHasErrors
from chassis.tabular.table import FileNotReadable, FileTooLarge
from chassis.tabular.upload import Upload
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.registry.changes import service
from services.registry.changes.models import ProposalChangesNothing
from services.registry.names import alias_files
from services.registry.names.models import AliasFileEmpty, AliasFileTooLong
from services.registry.names.schemas import AliasesProposedView, AliasesUpload
from services.registry.names.stating import ALIASES
from services.registry.permissions import Registrar

routes = router("changes")

LARGEST_UPLOAD_BYTES = 5 << 20


@routes.post(
    "/alias-imports",
    status_code=HTTPStatus.CREATED,
    max_body_size=LARGEST_UPLOAD_BYTES,
    openapi_extra={"x-max-body-bytes": LARGEST_UPLOAD_BYTES},
    responses=refusing(
        AliasFileEmpty,
        AliasFileTooLong,
        FileHasErrors,
        FileNotReadable,
        FileTooLarge,
        ProposalChangesNothing,
    )
    | {200: {"model": AliasesProposedView, "description": "A dry run."}},
)
async def propose_aliases(
    sent: Annotated[AliasesUpload, Form(media_type="multipart/form-data")],
    session: Session,
    caller: Registrar,
    response: Response,
) -> AliasesProposedView:
    """Propose the aliases of a file, all of its rows; or only see what they add.

    An alias never takes the name of another place, and a file never removes one.
    Another person reviews the change proposal. Errors point to `/rows/<row>/<column>`.
    """
    upload = Upload(await sent.file.read(), encoding=sent.encoding)
    rows, added = await alias_files.foresee_aliases(
        session, upload, adopted_by=caller.sub, reason=sent.reason
    )
    proposal = None
    if sent.dry_run:
        response.status_code = HTTPStatus.OK
    else:
        draft = service.FileDraft(ALIASES.name, sent.reason, rows, upload.digest, added)
        proposal = await service.propose_files(session, draft, by=caller)
        response.headers["Location"] = f"/v1/change-proposals/{proposal.id}"
    return AliasesProposedView(
        id=proposal.id if proposal else None,
        dry_run=sent.dry_run,
        added=len(added),
        unchanged=len(rows) - len(added),
    )
