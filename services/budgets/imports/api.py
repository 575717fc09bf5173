"""Uploading a budget, and what was uploaded before."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Form, Query, Response

from chassis.principal import NotPermittedInSpace
from chassis.tabular.faults import FileHasErrors, shown
from chassis.tabular.table import FileNotReadable, FileTooLarge
from chassis.tabular.units import UnitNotDeclared, parse_unit
from chassis.tabular.upload import Upload
from chassis.web.fields import Code
from chassis.web.paging import CursorMalformed, Page, Paging, after_identifier, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.budgets.imports import service
from services.budgets.imports.schemas import BudgetImportView, BudgetUpload
from services.budgets.permissions import BudgetOfficer, BudgetReader
from services.budgets.reference.models import SpaceUnknown

routes = router("budgets")

LARGEST_UPLOAD_BYTES = 20 << 20


@routes.post(
    "/budget-imports",
    status_code=HTTPStatus.CREATED,
    max_body_size=LARGEST_UPLOAD_BYTES,
    openapi_extra={"x-max-body-bytes": LARGEST_UPLOAD_BYTES},
    responses=refusing(
        NotPermittedInSpace,
        SpaceUnknown,
        FileHasErrors,
        FileNotReadable,
        FileTooLarge,
        UnitNotDeclared,
    )
    | {200: {"model": BudgetImportView, "description": "Dry run, or loaded before."}},
)
async def load_budget(
    sent: Annotated[BudgetUpload, Form(media_type="multipart/form-data")],
    session: Session,
    caller: BudgetOfficer,
    response: Response,
) -> BudgetImportView:
    """Load funds, fund allocations or budget lines: the whole file, or nothing of it.

    Rows are matched by `fund` or `line_id`; an import adds and changes, and never
    removes. What the file has no column for stays as it is. The adopted plan of the
    space is compared with the changed budget at once.
    """
    loading = service.Loading(
        upload=Upload(await sent.file.read(), encoding=sent.encoding),
        format=sent.format,
        unit=parse_unit(sent.unit) if sent.unit else None,
        space_code=sent.space,
        provenance=sent.provenance,
        filename=shown(sent.file.filename) if sent.file.filename else None,
        dry_run=sent.dry_run,
    )
    loaded = await service.load_budget(session, loading, by=caller)
    if loaded.dry_run or loaded.already_loaded:
        response.status_code = HTTPStatus.OK
    view = BudgetImportView.model_validate(loaded.record)
    view.already_loaded = loaded.already_loaded
    if loaded.dry_run:
        view.dry_run, view.id = True, None
    return view


@routes.get("/budget-imports", responses=refusing(NotPermittedInSpace, CursorMalformed))
async def list_budget_imports(
    session: Session,
    caller: BudgetReader,
    page: Paging,
    space: Annotated[Code | None, Query()] = None,
) -> Page[BudgetImportView]:
    """The files loaded into the budgets of your spaces, oldest first."""
    if space is not None:
        caller.must_act_in(space)
    found = await service.list_imports(
        session, space, after=after_identifier(page), limit=page.limit + 1
    )
    return page_of(page, found, BudgetImportView, lambda record: record.id)
