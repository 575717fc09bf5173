"""Any pack hangs together: the registry asks nothing of a country but its files."""

import re
from collections import Counter
from datetime import date

import pytest

from services.registry import reference
from services.registry.names import pack as naming
from services.registry.places import pack
from services.registry.places.tree import Node, tree
from services.registry.reference import figures, files, frameworks, names
from services.registry.reference.country import Country

PACKS = files.packs()


@pytest.fixture(params=PACKS, autouse=True)
def country(request, monkeypatch) -> Country:
    monkeypatch.setenv(files.VARIABLE, request.param)
    return reference.country()


def size(node: Node) -> int:
    return 1 + sum(size(child) for child in node.children)


def codes() -> set[str]:
    return {place.code for place in pack.history()[0]}


def test_there_are_packs_of_two_countries() -> None:
    assert {"za", "ug"} <= set(PACKS)


def test_every_place_of_a_day_is_in_one_tree(country: Country) -> None:
    places, _ = pack.history()
    days = {place.valid_from for place in places}

    for day in sorted(days):
        standing = [place for place in places if place.stood_on(day)]
        root = tree(standing)
        assert root is not None
        assert size(root) == len(standing)


def test_no_two_periods_of_a_place_overlap() -> None:
    places, _ = pack.history()
    periods = Counter(
        (place.key, day)
        for place in places
        for day in {other.valid_from for other in places if other.key == place.key}
        if place.stood_on(day)
    )

    assert set(periods.values()) == {1}


def test_codes_and_categories_are_those_the_country_names(country: Country) -> None:
    for place in pack.history()[0]:
        level = country.level(place.kind)
        assert re.fullmatch(level.code_pattern, place.code), place.key
        assert (place.category or "") in {"", *country.categories(place.kind)}
        assert (place.miif_class or "") in {"", *level.classes}
        assert place.valid_from >= country.register_opened


def test_levels_are_the_five_kinds_from_the_widest_down(country: Country) -> None:
    kinds = [level.kind for level in country.levels]

    assert kinds == ["country", "province", "space", "municipality", "ward"]


def test_every_organ_is_of_a_sphere_or_outside_them(country: Country) -> None:
    organs = reference.organ_periods()
    spheres = {sphere.code for sphere in country.spheres} | {"soe", "private"}

    assert len({(each.code, each.valid_from) for each in organs}) == len(organs)
    assert {organ.sphere for organ in organs} <= spheres
    assert {o.place_code for o in organs if o.place_code} <= codes()


def test_every_other_name_is_of_something_in_a_known_scheme(country: Country) -> None:
    schemes = {scheme.code for scheme in country.identifier_schemes}
    organs = {organ.code for organ in reference.organ_periods()}
    known = codes() | organs

    assert {alias.scheme for alias in reference.aliases()} <= schemes
    for other in [*names.place_names(), *names.organ_names()]:
        assert other.code in known
        assert other.scheme in {*schemes, "treasury", "common", "name", "former"}
    assert {alias.code for alias in reference.aliases()} <= codes()


def test_titles_in_labels_allow_kinds_and_categories_that_exist(
    country: Country,
) -> None:
    allowed = {
        (level.kind, category)
        for level in country.levels
        for category in (*country.categories(level.kind), "")
    }

    for kinds in naming.wording().titles.values():
        assert kinds <= allowed


def test_a_tile_for_every_space_and_no_two_on_one_spot() -> None:
    tiles = reference.tiles()

    assert {tile.space_code for tile in tiles} == {s.code for s in reference.spaces()}
    assert len({(tile.row, tile.column) for tile in tiles}) == len(tiles)


def test_a_financial_year_begins_on_its_day(country: Country) -> None:
    for sphere in country.spheres:
        first = date.fromisoformat(f"2026-{sphere.year_starts}")
        eve = date.fromordinal(first.toordinal() - 1)
        assert sphere.year_of(first) == "2026/27"
        assert sphere.year_of(eve) == "2025/26"


def test_approving_bodies_say_how_sure_we_are(country: Country) -> None:
    assert country.approvals
    assert {each.confidence for each in country.approvals} <= {"high", "medium", "low"}


def test_a_country_without_a_pack_is_refused_by_name(monkeypatch) -> None:
    monkeypatch.setenv(files.VARIABLE, "../za")

    with pytest.raises(files.CountryPackMissing, match="there are"):
        reference.country()


def test_figures_are_of_places_that_stood_on_their_boundaries(country: Country) -> None:
    places, _ = pack.history()
    known = {measure.code for measure in figures.measures()}
    found = figures.figures()

    for each in found:
        day = country.stood_on(each.boundary_vintage)
        assert day is not None
        assert any(
            place.key == (each.kind, each.code) and place.stood_on(day)
            for place in places
        ), each
        assert each.measure in known
    keys = [(f.measure, f.kind, f.code, f.year, f.boundary_vintage) for f in found]
    assert len(set(keys)) == len(keys)


def test_frameworks_name_only_what_there_is() -> None:
    versions = {f"{f.framework}/{f.version}" for f in frameworks.frameworks()}
    items = {
        f"{item.framework}/{item.version}/{item.code}"
        for item in frameworks.framework_items()
    }

    assert len(items) == len(frameworks.framework_items())
    assert {item.rpartition("/")[0] for item in items} <= versions
    for each in frameworks.framework_mappings():
        assert f"{each.framework}/{each.version}/{each.code}" in items
        assert f"{each.to_framework}/{each.to_version}/{each.to_code}" in items
    sure = [*frameworks.programmes(), *frameworks.frameworks()]
    assert {each.confidence for each in sure} <= {"high", "medium", "low"}
