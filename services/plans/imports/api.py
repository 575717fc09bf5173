"""Uploading interventions into a draft."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Form, Response

from chassis.principal import NotPermittedInSpace
from chassis.tabular.faults import FileHasErrors, shown
from chassis.tabular.table import FileNotReadable, FileTooLarge
from chassis.tabular.units import UnitNotDeclared, parse_unit
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
from contracts.ids import PlanId
from services.plans.documents.models import PlanNotDraft, PlanNotFound
from services.plans.imports import service
from services.plans.imports.schemas import InterventionImportView, InterventionsUpload
from services.plans.permissions import Planner, PlanReader

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
        FileHasErrors,
        FileNotReadable,
        FileTooLarge,
        UnitNotDeclared,
    )
    | {
        200: {
            "model": InterventionImportView,
            "description": "Dry run, or loaded before.",
        }
    },
)
async def load_interventions(
    plan_id: PlanId,
    sent: Annotated[InterventionsUpload, Form(media_type="multipart/form-data")],
    session: Session,
    caller: Planner,
    response: Response,
) -> InterventionImportView:
    """Load interventions into a draft: the whole file, or nothing of it.

    Rows are matched by `intervention_id`; an import adds and changes, and never
    removes. What the file has no column for stays as it is; a blank cell takes back
    what stands there. Errors point to `/rows/<row>/<column>`.
    """
    loading = service.Loading(
        upload=Upload(await sent.file.read(), encoding=sent.encoding),
        unit=parse_unit(sent.unit),
        filename=shown(sent.file.filename) if sent.file.filename else None,
        dry_run=sent.dry_run,
    )
    loaded = await service.load_interventions(session, plan_id, loading, by=caller)
    if loaded.dry_run or loaded.already_loaded:
        response.status_code = HTTPStatus.OK
    view = InterventionImportView.model_validate(loaded.record)
    view.already_loaded = loaded.already_loaded
    if loaded.dry_run:
        view.dry_run, view.id = True, None
    return view


@routes.get(
    "/plans/{plan_id}/imports",
    responses=refusing(PlanNotFound, NotPermittedInSpace, CursorMalformed),
)
async def list_imports(
    plan_id: PlanId, session: Session, caller: PlanReader, page: Paging
) -> Page[InterventionImportView]:
    """The files loaded into a plan, oldest first."""
    found = await service.list_imports(
        session,
        plan_id,
        drafts_in=caller.sees("plans:read"),
        by=caller,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, InterventionImportView, lambda record: record.id)
