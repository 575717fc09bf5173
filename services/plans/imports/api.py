"""Uploading the tables of a plan into a draft."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Form, Response

from chassis.principal import NotPermittedInSpace
from chassis.tabular.faults import FileHasErrors, shown
from chassis.tabular.table import FileNotReadable, FileTooLarge
from chassis.tabular.units import UnitNotDeclared, parse_unit
from chassis.tabular.upload import Upload
from chassis.web.conditional import IfMatch, VersionStale, tag
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
from contracts.ids import PlanId
from services.plans.documents.models import PlanNotDraft, PlanNotFound
from services.plans.documents.service import lock_plan
from services.plans.imports import service
from services.plans.imports.schemas import (
    MOST_DIFFERENCES,
    PlanImportAnswer,
    PlanImportView,
    PlanUpload,
    RefusedCell,
    RowDifference,
)
from services.plans.permissions import Planner, PlanReader
from services.plans.sections.refusals import WholePlanOwnedByLead

routes = router("plans")

LARGEST_UPLOAD_BYTES = 20 << 20


@routes.post(
    "/plans/{plan_id}/imports",
    status_code=HTTPStatus.CREATED,
    max_body_size=LARGEST_UPLOAD_BYTES,
    openapi_extra={"x-max-body-bytes": LARGEST_UPLOAD_BYTES},
    responses=refusing(
        PlanNotFound,
        NotPermittedInSpace,
        PlanNotDraft,
        WholePlanOwnedByLead,
        VersionStale,
        FileHasErrors,
        FileNotReadable,
        FileTooLarge,
        UnitNotDeclared,
    )
    | {200: {"model": PlanImportAnswer, "description": "Dry run, or loaded before."}},
)
async def load_records(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: PlanId,
    sent: Annotated[PlanUpload, Form(media_type="multipart/form-data")],
    *,
    session: Session,
    caller: Planner,
    response: Response,
    if_match: IfMatch,
) -> PlanImportAnswer:
    """Load a table into a draft: the whole file, or nothing of it.

    Rows are matched by `code` (`intervention_id`); an import adds and changes, and
    never removes. What the file has no column for stays as it is; a blank cell takes
    back what stands there. Errors point to `/rows/<row>/<column>`. A dry run answers
    with the plan's ETag: sent as If-Match, the file is loaded only over what it saw.
    """
    loading = await _loading(sent)
    file = await service.read_file(session, plan_id, loading, by=caller)
    plan = await lock_plan(session, plan_id, by=caller)
    if_match.must_be(plan.revision)
    loaded = await service.load_file(session, plan, file, by=caller)
    tag(response, plan.revision)
    if loaded.dry_run or loaded.already_loaded:
        response.status_code = HTTPStatus.OK
    return _answer(loaded)


async def _loading(sent: PlanUpload) -> service.Loading:
    return service.Loading(
        upload=Upload(await sent.file.read(), encoding=sent.encoding),
        part=sent.format,
        unit=parse_unit(sent.unit) if sent.unit else None,
        filename=shown(sent.file.filename) if sent.file.filename else None,
        dry_run=sent.dry_run,
    )


def _answer(loaded: service.Loaded) -> PlanImportAnswer:
    answer = PlanImportAnswer.model_validate(loaded.record)
    answer.already_loaded, answer.dry_run = loaded.already_loaded, loaded.dry_run
    answer.differences = [
        RowDifference.model_validate(each)
        for each in loaded.changes.differences[:MOST_DIFFERENCES]
    ]
    if loaded.dry_run:
        answer.id = None
        known = answer.created + answer.updated + answer.unchanged
        answer.refused = answer.rows - known
        answer.faults = [
            RefusedCell.model_validate(each) for each in loaded.errors.kept
        ]
    return answer


@routes.get(
    "/plans/{plan_id}/imports",
    responses=refusing(PlanNotFound, NotPermittedInSpace, CursorMalformed),
)
async def list_imports(
    plan_id: PlanId, session: Session, caller: PlanReader, page: Paging
) -> Page[PlanImportView]:
    """The files loaded into a plan, oldest first."""
    found = await service.list_imports(
        session,
        plan_id,
        drafts_in=caller.sees("plans:read"),
        by=caller,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, PlanImportView, lambda record: record.id)
