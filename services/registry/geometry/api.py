"""Loading shapes, and the maps that anyone may read."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Form, Query, Response
from fastapi.responses import JSONResponse

from chassis.web.auth import Anyone
from chassis.web.fields import Code
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.registry.asking import CACHEABLE, AsOf
from services.registry.geometry import service
from services.registry.geometry.features import LARGEST_FILE_BYTES
from services.registry.geometry.models import (
    FeaturesNotValid,
    GeoJsonNotReadable,
    GeoJsonTooLarge,
    LocationNotCovered,
)
from services.registry.geometry.schemas import (
    DrawnKind,
    FeatureCollectionView,
    LocatedPlace,
    LocationView,
    ShapesLoadedView,
    ShapesUpload,
    TileGridView,
    TileView,
    feature_collection,
)
from services.registry.geometry.service import Drawing
from services.registry.permissions import Registrar

routes = router("maps")

LARGEST_UPLOAD_BYTES = LARGEST_FILE_BYTES + (1 << 16)


class GeoJson(JSONResponse):
    media_type = "application/geo+json"


@routes.post(
    "/geometry-imports",
    status_code=HTTPStatus.CREATED,
    max_body_size=LARGEST_UPLOAD_BYTES,
    openapi_extra={"x-max-body-bytes": LARGEST_UPLOAD_BYTES},
    responses=refusing(GeoJsonNotReadable, GeoJsonTooLarge, FeaturesNotValid)
    | {200: {"model": ShapesLoadedView, "description": "Dry run."}},
)
async def load_shapes(
    sent: Annotated[ShapesUpload, Form(media_type="multipart/form-data")],
    session: Session,
    caller: Registrar,
    response: Response,
) -> ShapesLoadedView:
    """Load the shapes of places: every feature of the file, or none.

    A shape belongs to the boundaries its place had on `as_of`; the same boundaries
    may be drawn again. Rings are closed; which way they turn is put right.
    """
    drawing = Drawing(
        content=await sent.file.read(),
        kind=sent.kind.value,
        as_of=sent.as_of,
        code_property=sent.code_property,
        source=sent.source,
        dry_run=sent.dry_run,
    )
    drawn = await service.draw(session, drawing, by=caller)
    if sent.dry_run:
        response.status_code = HTTPStatus.OK
    return ShapesLoadedView.of(drawn, kind=sent.kind, dry_run=sent.dry_run)


@routes.get(
    "/geometries",
    response_class=GeoJson,
    response_model=FeatureCollectionView,
    openapi_extra=CACHEABLE,
)
async def list_shapes(  # noqa: PLR0913, PLR0917  what a map may ask for
    session: Session,
    _: Anyone,
    as_of: AsOf,
    kind: DrawnKind = DrawnKind.SPACE,
    province: Annotated[Code | None, Query()] = None,
    space: Annotated[Code | None, Query()] = None,
    tolerance: Annotated[
        float,
        Query(
            ge=0,
            le=1,
            allow_inf_nan=False,
            description="Degrees a line may move; 0 for the shapes as loaded.",
        ),
    ] = 0.01,
) -> GeoJson:
    """The shapes of places of one kind, where they are loaded, simplified.

    Places without a loaded shape are not in it; `getTileGrid` draws a map anyway.
    """
    found = await service.list_shapes(
        session,
        kind.value,
        as_of=as_of,
        province=province,
        space=space,
        tolerance=tolerance,
    )
    return GeoJson(feature_collection(found))


@routes.get("/places/locate", responses=refusing(LocationNotCovered))
async def locate_point(
    session: Session,
    _: Anyone,
    lon: Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False)],
    lat: Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False)],
    as_of: AsOf,
) -> LocationView:
    """The ward, municipality, space and province around a point, in degrees."""
    found = await service.locate(session, lon, lat, as_of=as_of)
    return LocationView(
        **{kind: LocatedPlace.model_validate(place) for kind, place in found.items()}
    )


@routes.get("/tile-grid", openapi_extra=CACHEABLE)
async def get_tile_grid(session: Session, _: Anyone, as_of: AsOf) -> TileGridView:
    """A map of equal squares, one per space, for where no shapes are loaded."""
    tiles = await service.list_tiles(session, as_of=as_of)
    return TileGridView(
        rows=max((tile.row for tile in tiles), default=-1) + 1,
        columns=max((tile.column for tile in tiles), default=-1) + 1,
        tiles=[TileView.model_validate(tile) for tile in tiles],
    )
