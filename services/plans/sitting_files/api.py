"""Loading a sitting's record from a file, and writing it into one."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Form, Response

from chassis.principal import NotPermittedInSpace
from chassis.tabular.faults import FileHasErrors
from chassis.tabular.table import FileNotReadable, FileTooLarge
from chassis.tabular.upload import Upload
from chassis.web.paging import (
    CursorMalformed,
    Page,
    Paging,
    after_identifier,
    page_of,
)
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import SittingId
from services.plans.permissions import DraftsIn, Planner, PlanReader
from services.plans.proceedings.models import DayNotOfSitting, QuorumNotReached
from services.plans.reference.offices import StructureUnknown
from services.plans.sitting_files import service
from services.plans.sitting_files.models import RecordTooLong
from services.plans.sitting_files.schemas import (
    MatterImportView,
    MattersLoaded,
    MattersUpload,
)
from services.plans.sitting_files.written import as_csv
from services.plans.sittings.agenda import AgendaClosed
from services.plans.sittings.models import SittingNotFound, SittingNotOpen

routes = router("sittings")

LARGEST_UPLOAD_BYTES = 20 << 20


@routes.post(
    "/sittings/{sitting_id}/imports",
    status_code=HTTPStatus.CREATED,
    max_body_size=LARGEST_UPLOAD_BYTES,
    openapi_extra={"x-max-body-bytes": LARGEST_UPLOAD_BYTES},
    responses=refusing(
        SittingNotFound,
        NotPermittedInSpace,
        AgendaClosed,
        SittingNotOpen,
        DayNotOfSitting,
        QuorumNotReached,
        StructureUnknown,
        RecordTooLong,
        FileHasErrors,
        FileNotReadable,
        FileTooLarge,
    )
    | {200: {"model": MattersLoaded, "description": "Dry run."}},
)
async def load_matters(
    sitting_id: SittingId,
    sent: Annotated[MattersUpload, Form(media_type="multipart/form-data")],
    session: Session,
    caller: Planner,
    response: Response,
) -> MattersLoaded:
    """Put a file of at most 5,000 rows on a sitting's record: all of it, or nothing.

    Rows are matched by `label`, such as `C1`, `P1`, `1` (a resolution), `A1` or `I1`
    (an agenda item). What the sitting has already is counted as unchanged, and must
    say the same. Errors point to `/rows/<row>/<column>`.
    """
    upload = Upload(await sent.file.read(), encoding=sent.encoding)
    loaded = await service.load_matters(
        session, sitting_id, upload, dry_run=sent.dry_run, by=caller
    )
    if sent.dry_run:
        response.status_code = HTTPStatus.OK
    return MattersLoaded.model_validate(loaded)


@routes.get(
    "/sittings/{sitting_id}/imports",
    responses=refusing(SittingNotFound, NotPermittedInSpace, CursorMalformed),
)
async def list_matter_imports(
    sitting_id: SittingId, session: Session, caller: PlanReader, page: Paging
) -> Page[MatterImportView]:
    """The files loaded into a sitting, oldest first."""
    found = await service.list_imports(
        session,
        sitting_id,
        by=caller,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, MatterImportView, lambda record: record.id)


@routes.get(
    "/sittings/{sitting_id}/export",
    response_class=Response,
    responses=refusing(SittingNotFound, RecordTooLong)
    | {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def export_matters(
    sitting_id: SittingId, session: Session, drafts_in: DraftsIn
) -> Response:
    """A sitting's record as CSV, in the columns of its import; it can be loaded again.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    _, standing = await service.everything_said(
        session, sitting_id, drafts_in=drafts_in
    )
    return Response(as_csv(standing), media_type="text/csv; charset=utf-8")
