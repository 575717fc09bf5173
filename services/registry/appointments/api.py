"""Offices and who holds them: public, except whose tokens an identity is."""

from typing import Annotated, Any, Literal

from fastapi import Depends, Query

from chassis.principal import Principal
from chassis.web.auth import Anyone
from chassis.web.fields import Code, Name
from chassis.web.paging import Page, Paging, after_identifier, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.registry.appointments import service
from services.registry.appointments.models import (
    Appointment,
    Capacity,
    IdentityNotShown,
    OfficeStatus,
)
from services.registry.appointments.schemas import (
    AppointmentView,
    OfficeView,
    VacancyView,
)
from services.registry.asking import CACHEABLE, AsOf
from services.registry.offices.models import OfficeNotFound

routes = router("offices")

# Whoever may read proposals of changes reads there what they say.
KNOWING = frozenset({"registry:read", "registry:write", "registry:approve"})
Filter = Annotated[Code | None, Query()]
Tier = Annotated[Literal["overall", "national", "provincial", "local"] | None, Query()]
Holding = Annotated[Literal[Capacity.SUBSTANTIVE, Capacity.ACTING] | None, Query()]


async def filters(  # noqa: PLR0913  filters
    *,
    as_of: AsOf,
    kind: Filter = None,
    place: Filter = None,
    space: Annotated[
        Code | None,
        Query(description="A space it covers; `*`, every space, is apart."),
    ] = None,
    province: Filter = None,
    organ: Filter = None,
) -> dict[str, Any]:
    """Which offices of which day; each filter narrows."""
    return {
        "as_of": as_of,
        "kind": kind,
        "place": place,
        "space": space,
        "province": province,
        "organ": organ,
    }


Filters = Annotated[dict[str, Any], Depends(filters)]


@routes.get("/offices", openapi_extra=CACHEABLE)
async def list_offices(
    session: Session,
    _: Anyone,
    page: Paging,
    wanted: Filters,
    *,
    champion: Tier = None,
    status: OfficeStatus | None = None,
) -> Page[OfficeView]:
    """Offices of a day by code, with who holds them."""
    found = await service.list_offices(
        session,
        after=page.after or "",
        limit=page.limit + 1,
        champion=champion,
        status=status.value if status else None,
        **wanted,
    )
    views = [OfficeView.of(row) for row in found]
    return page_of(page, views, OfficeView, lambda office: office.code)


@routes.get(
    "/offices/{code}", responses=refusing(OfficeNotFound), openapi_extra=CACHEABLE
)
async def get_office(
    code: Code, session: Session, _: Anyone, as_of: AsOf
) -> OfficeView:
    """One office, and who holds it that day."""
    found = await service.get_office(session, code, as_of=as_of)
    return OfficeView.of(found)


@routes.get(
    "/offices/{code}/appointments",
    responses=refusing(OfficeNotFound),
    openapi_extra=CACHEABLE,
)
async def list_office_appointments(
    code: Code, session: Session, caller: Anyone
) -> Page[AppointmentView]:
    """All that was stated of who holds an office, oldest first."""
    found = await service.list_periods(session, code)
    return Page(items=[_shown(period, caller) for period in found])


@routes.get(
    "/appointments",
    responses=refusing(IdentityNotShown),
    openapi_extra=CACHEABLE,
)
async def list_appointments(  # noqa: PLR0913  filters
    session: Session,
    caller: Anyone,
    page: Paging,
    *,
    as_of: AsOf,
    capacity: Holding = None,
    identity: Annotated[
        Name | None, Query(description="Only for who may see it; your own, always.")
    ] = None,
) -> Page[AppointmentView]:
    """Who holds which office on a day."""
    if identity is not None and not _may_know(identity, caller):
        raise IdentityNotShown("this needs the scope registry:read")
    found = await service.list_appointments(
        session,
        as_of=as_of,
        capacity=capacity,
        identity=identity,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    views = [_shown(appointment, caller) for appointment in found]
    return page_of(page, views, AppointmentView, lambda shown: shown.id)


@routes.get("/vacancies", openapi_extra=CACHEABLE)
async def list_vacancies(
    session: Session, _: Anyone, page: Paging, wanted: Filters
) -> Page[VacancyView]:
    """Offices stated as vacant, by code, and for how long they have been."""
    found = await service.list_offices(
        session,
        after=page.after or "",
        limit=page.limit + 1,
        vacant=True,
        **wanted,
    )
    views = [VacancyView.of(row) for row in found]
    return page_of(page, views, VacancyView, lambda vacancy: vacancy.office_code)


def _may_know(identity: str, caller: Principal) -> bool:
    own = not caller.is_anonymous and identity == caller.sub
    return own or not KNOWING.isdisjoint(caller.scopes)


def _shown(appointment: Appointment, caller: Principal) -> AppointmentView:
    view = AppointmentView.model_validate(appointment)
    if view.identity is None or _may_know(view.identity, caller):
        return view
    return view.model_copy(update={"identity": None})
