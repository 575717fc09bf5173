"""Applying a demarcation, and what was applied before."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Form, Response

from chassis.tabular.table import FileNotReadable, FileTooLarge
from chassis.tabular.upload import Upload
from chassis.web.auth import Anyone
from chassis.web.paging import CursorMalformed, Page, Paging, after_identifier
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.registry.demarcation import service
from services.registry.demarcation.models import DemarcationEmpty, DemarcationHasErrors
from services.registry.demarcation.schemas import (
    DemarcationImportView,
    DemarcationUpload,
    DemarcationView,
)
from services.registry.demarcation.service import Demarcation
from services.registry.permissions import Registrar

routes = router("places")

LARGEST_UPLOAD_BYTES = 20 << 20


@routes.post(
    "/demarcation-imports",
    status_code=HTTPStatus.CREATED,
    max_body_size=LARGEST_UPLOAD_BYTES,
    openapi_extra={"x-max-body-bytes": LARGEST_UPLOAD_BYTES},
    responses=refusing(
        DemarcationEmpty, DemarcationHasErrors, FileNotReadable, FileTooLarge
    )
    | {200: {"model": DemarcationView, "description": "Dry run, or nothing changes."}},
)
async def apply_demarcation(
    sent: Annotated[DemarcationUpload, Form(media_type="multipart/form-data")],
    session: Session,
    caller: Registrar,
    response: Response,
) -> DemarcationView:
    """Apply a demarcation: all of its files, or nothing of them.

    A row states a place from its `valid_from` on. Periods that are known stay as they
    are: a row may follow the last one, or end it. A disestablished municipality ends on
    the day of its transition; one that continues gets new boundaries on that day.
    Errors point to `/<file>/rows/<row>/<column>`.
    """
    files = {
        "spaces": sent.spaces,
        "municipalities": sent.municipalities,
        "wards": sent.wards,
        "transitions": sent.transitions,
    }
    demarcation = Demarcation(
        vintage=sent.vintage,
        source=sent.source,
        files={
            name: Upload(await file.read(), encoding=sent.encoding)
            for name, file in files.items()
            if file is not None
        },
        dry_run=sent.dry_run,
    )
    applied = await service.apply_demarcation(session, demarcation, by=caller)
    if applied.record is None:
        response.status_code = HTTPStatus.OK
    return DemarcationView.of(applied, vintage=sent.vintage, dry_run=sent.dry_run)


@routes.get("/demarcation-imports", responses=refusing(CursorMalformed))
async def list_demarcation_imports(
    session: Session, _: Anyone, page: Paging
) -> Page[DemarcationImportView]:
    """The demarcations applied after the country pack's, oldest first."""
    found = await service.list_imports(
        session, after=after_identifier(page), limit=page.limit + 1
    )
    shown = [DemarcationImportView.of(record) for record in found[: page.limit]]
    more = len(found) > page.limit
    return page.page(shown, str(shown[-1].id) if more else None)
