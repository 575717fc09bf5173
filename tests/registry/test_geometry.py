"""Shapes of places: checked, simplified, looked up; and a map without any."""

import json
from http import HTTPStatus
from itertools import pairwise
from math import cos, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registry import reference
from services.registry.geometry import rules

Square = list[list[float]]


def square(west: float, south: float, size: float = 1) -> Square:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(code: str, *rings: Square, kind: str = "Polygon") -> dict:
    coordinates = list(rings) if kind == "Polygon" else [[ring] for ring in rings]
    return {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def collection(*features: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


async def drawn(client, content: str, kind: str = "municipality", **options: str):
    return await client.post(
        "/v1/geometry-imports",
        data={"kind": kind, "as_of": "2016-08-03", "source": "invented"} | options,
        files={"file": ("shapes.geojson", content.encode(), "application/geo+json")},
    )


async def test_shapes_are_loaded_turned_and_read_as_geojson(start) -> None:
    registry = await start("registry")
    clockwise = square(23, -27)[::-1]

    async with registry.as_("administrator") as administrator:
        loaded = await drawn(administrator, collection(feature("NC452", clockwise)))
    async with registry.as_anyone() as anyone:
        read = await anyone.get("/v1/geometries?kind=municipality&tolerance=0")
        again = await anyone.get(
            "/v1/geometries?kind=municipality&tolerance=0",
            headers={"if-none-match": read.headers["etag"]},
        )

    found = read.json()["features"][0]
    assert loaded.status_code == HTTPStatus.CREATED, loaded.text
    assert loaded.json()["codes"] == ["NC452"]
    assert read.headers["content-type"] == "application/geo+json"
    assert found["properties"]["name"] == "Ga-Segonyana"
    assert found["geometry"]["type"] == "MultiPolygon"
    assert rules.signed_area(found["geometry"]["coordinates"][0][0]) == 1
    assert again.status_code == HTTPStatus.NOT_MODIFIED


async def test_a_shape_holds_only_while_its_boundaries_did(start) -> None:
    registry = await start("registry")
    path = "/v1/geometries?kind=municipality&as_of="

    async with registry.as_("administrator") as administrator:
        await drawn(administrator, collection(feature("KZN281", square(31, -29))))
        after = await administrator.get(path + "2016-08-03")
        before = await administrator.get(path + "2016-08-02")

    assert len(after.json()["features"]) == 1
    assert before.json()["features"] == []


async def test_a_point_is_located_from_the_smallest_shape_up(start) -> None:
    registry = await start("registry")
    hole = square(23.4, -26.6, 0.2)

    async with registry.as_("administrator") as administrator:
        await drawn(
            administrator,
            collection(
                feature("DC45", square(22, -28, 4)),
                feature("NC452", square(23, -27), hole),
                feature("NC451", hole, square(24, -27), kind="MultiPolygon"),
            ),
        )
        await drawn(administrator, collection(feature("DC9", square(25, -27))), "space")
        outer = await administrator.get("/v1/places/locate?lon=23.1&lat=-26.9")
        inner = await administrator.get("/v1/places/locate?lon=23.5&lat=-26.5")
        space = await administrator.get("/v1/places/locate?lon=25.5&lat=-26.5")
        sea = await administrator.get("/v1/places/locate?lon=10&lat=-40")

    assert outer.json()["municipality"]["name"] == "Ga-Segonyana"
    assert outer.json()["space"]["code"] == "DC45"
    assert outer.json()["province"]["code"] == "NC"
    assert outer.json()["ward"] is None
    assert inner.json()["municipality"]["code"] == "NC451"
    assert space.json()["space"]["code"] == "DC9"
    assert space.json()["municipality"] is None
    assert sea.json()["title"] == "LocationNotCovered"


async def test_a_dry_run_checks_and_draws_nothing(registry) -> None:
    async with registry.as_("administrator") as administrator:
        checked = await drawn(
            administrator, collection(feature("DC45", square(22, -28))), dry_run="true"
        )
        read = await administrator.get("/v1/geometries?kind=municipality")

    assert checked.status_code == HTTPStatus.OK
    assert checked.json()["positions"] == 5
    assert read.json()["features"] == []


OPEN = [*square(23, -27)[:-1], [23.5, -27.5]]
FAR = [[181.0, 0.0], *square(23, -27)[1:4], [181.0, 0.0]]
FLAT = [[0.0, 0.0], [1.0, 1.0], [2.0, 2.0], [0.0, 0.0]]


@pytest.mark.parametrize(
    ("content", "rule", "pointer"),
    [
        (feature("NC452", OPEN), "ring-not-closed", "/features/0/geometry/"),
        (feature("NC452", FAR), "position-out-of-range", "/features/0/geometry/"),
        (feature("NC452", FLAT), "ring-without-area", "/features/0/geometry/"),
        (feature("NC452", FLAT[:3]), "ring-too-short", "/features/0/geometry/"),
        (feature("NC452", [["a", 1]]), "position-not-valid", "/features/0/geometry/"),
        (feature("NC452"), "coordinates-not-valid", "/features/0/geometry/"),
        (feature("EC103", square(1, 1)), "code-unknown", "/features/0/properties/code"),
        (feature("DC45\n", square(1, 1)), "code-missing", "/features/0/properties/"),
        ({"type": "Feature"}, "code-missing", "/features/0/properties/code"),
        (7, "feature-not-valid", "/features/0"),
        (
            feature("NC452", square(1, 1)) | {"geometry": None},
            "geometry-missing",
            "/features/0/geometry",
        ),
        (
            feature("NC452") | {"geometry": {"type": "Point", "coordinates": [1, 1]}},
            "geometry-not-area",
            "/features/0/geometry/type",
        ),
    ],
)
async def test_a_shape_that_is_none_is_named(registry, content, rule, pointer) -> None:
    async with registry.as_("administrator") as administrator:
        refused = await drawn(administrator, collection(content))

    error = refused.json()["errors"][0]
    assert refused.json()["title"] == "FeaturesNotValid"
    assert error["code"] == rule
    assert error["pointer"].startswith(pointer)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        "[" * 5000,
        '{"type": "FeatureCollection", "features": []}',
        "NaN",
    ],
)
async def test_a_file_that_is_no_geojson_is_refused(registry, content) -> None:
    async with registry.as_("administrator") as administrator:
        refused = await drawn(administrator, content)

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refused.json()["title"] in {"GeoJsonNotReadable", "InvalidRequest"}


async def test_only_a_registrar_draws(registry) -> None:
    async with registry.as_("provincial_coordinator") as coordinator:
        forbidden = await drawn(coordinator, collection(feature("DC45", square(1, 1))))

    assert forbidden.status_code == HTTPStatus.FORBIDDEN


async def test_the_spaces_are_drawn_as_tiles_without_any_shape(registry) -> None:
    async with registry.as_anyone() as anyone:
        grid = (await anyone.get("/v1/tile-grid")).json()
        nowhere = await anyone.get("/v1/geometries?tolerance=nan")

    cells = {(tile["row"], tile["column"]) for tile in grid["tiles"]}
    assert len(grid["tiles"]) == len(cells) == 52
    assert (grid["rows"], grid["columns"]) == (10, 10)
    assert nowhere.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_tiles_of_a_province_hang_together_and_lie_roughly_in_place() -> None:
    province = {space.code: space.province_code for space in reference.spaces()}
    cells: dict[str, set[tuple[int, int]]] = {}
    for tile in reference.tiles():
        cells.setdefault(province[tile.space_code], set()).add((tile.row, tile.column))

    def middle(code: str, axis: int) -> float:
        return sum(cell[axis] for cell in cells[code]) / len(cells[code])

    for found in cells.values():
        reached, edge = set(), {min(found)}
        while edge:
            reached |= edge
            steps = ((1, 0), (-1, 0), (0, 1), (0, -1))
            edge = {(r + y, c + x) for r, c in edge for y, x in steps} & found - reached
        assert reached == found
    for north, south in pairwise(("LIM", "GT", "FS", "EC")):
        assert middle(north, 0) < middle(south, 0)
    for west, east in pairwise(("WC", "EC", "KZN")):
        assert middle(west, 1) < middle(east, 1)
    for west, east in pairwise(("NC", "NW", "GT", "MP")):
        assert middle(west, 1) < middle(east, 1)


radii = st.lists(st.floats(0.5, 2), min_size=4, max_size=60)
tolerances = st.floats(0.0001, 1)


def star(lengths: list[float]) -> list[list[float]]:
    angles = [2 * pi * index / len(lengths) for index in range(len(lengths))]
    ring = [
        [length * cos(angle), length * sin(angle)]
        for length, angle in zip(lengths, angles, strict=True)
    ]
    return [*ring, ring[0]]


@given(radii, tolerances)
def test_a_simplified_ring_is_closed_and_made_of_its_positions(lengths, tolerance):
    ring = star(lengths)

    simple = rules.simplified_ring(ring, tolerance)

    assert simple[0] == simple[-1]
    assert 4 <= len(simple) <= len(ring)
    assert all(position in ring for position in simple)


@given(radii, st.floats(0.0001, 0.2))
def test_what_is_left_out_lies_within_the_tolerance(lengths, tolerance) -> None:
    ring = star(lengths)

    simple = rules.simplified_ring(ring, tolerance)

    for position in ring:
        nearest = min(
            rules.from_segment(position, start, end) for start, end in pairwise(simple)
        )
        assert nearest <= tolerance + 1e-9


@given(radii, st.booleans())
def test_rings_turn_by_the_right_hand_rule(lengths, backwards) -> None:
    ring = star(lengths)[:: -1 if backwards else 1]
    hole = [[x / 4, y / 4] for x, y in ring]

    outer, inner = rules.right_handed([[ring, hole]])[0]

    assert rules.signed_area(outer) > 0 > rules.signed_area(inner)


@given(st.floats(0.01, 2.99), st.floats(0.01, 2.99))
def test_a_point_lies_in_one_of_the_squares_that_fill_a_field(x, y) -> None:
    field = [square(west, south) for west in range(3) for south in range(3)]

    holding = [ring for ring in field if rules.contains([[ring]], x, y)]

    assert len(holding) == 1


def test_a_tolerance_of_nothing_leaves_shapes_alone() -> None:
    shape = [[square(0, 0), square(0.2, 0.2, 0.1)]]

    assert rules.simplified(shape, 0) is shape
    assert len(rules.simplified(shape, 0.5)[0][0]) >= 4
