"""The country pack holds what its authorities published, and it hangs together."""

import csv
import re
from collections import Counter
from datetime import date
from importlib.resources import files
from pathlib import Path

from services.registry import reference

DEMO = Path(str(files("deploy"))) / "demo_data"


def demo_rows(pattern: str) -> list[dict[str, str]]:
    return [
        row
        for file in sorted(DEMO.glob(pattern))
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    ]


def place_codes() -> set[str]:
    return {
        place.code
        for places in (
            reference.provinces(),
            reference.spaces(),
            reference.municipalities(),
        )
        for place in places
    }


def test_the_country_has_nine_provinces_and_fifty_two_spaces() -> None:
    kinds = Counter(space.kind for space in reference.spaces())

    assert len(reference.provinces()) == 9
    assert kinds == {"district": 44, "metro": 8}


def test_two_hundred_and_fifty_seven_municipalities_stand() -> None:
    places = reference.municipalities()

    assert Counter(place.category for place in places) == {"A": 8, "B": 205, "C": 44}
    assert len({place.code for place in places}) == 257
    assert all(place.valid_to is None for place in places)


def test_every_code_has_the_shape_of_its_category() -> None:
    shapes = {"A": r"[A-Z]{3}", "B": r"(EC|FS|GT|KZN|LIM|MP|NC|NW|WC)\d{3}"}

    for place in reference.municipalities():
        assert re.fullmatch(shapes.get(place.category, r"DC\d{1,2}"), place.code)


def test_a_local_code_names_its_province_and_its_district() -> None:
    for place in reference.municipalities():
        if place.category == "B":
            district = int(place.parent_code.removeprefix("DC"))
            assert place.code[:-1] == f"{place.province_code}{district:02d}"


def test_the_gaps_in_the_district_numbers_are_the_known_ones() -> None:
    numbers = {
        int(space.code.removeprefix("DC"))
        for space in reference.spaces()
        if space.kind == "district"
    }

    assert set(range(1, 49)) - numbers == {11, 17, 41, 46}


def test_every_parent_stands_and_a_metro_hangs_under_its_province() -> None:
    provinces = {place.code for place in reference.provinces()}
    spaces = {place.code: place for place in reference.spaces()}
    places = {place.code: place for place in reference.municipalities()}

    for place in places.values():
        above = place.province_code if place.category != "B" else place.space_code
        assert place.parent_code == above
        assert place.province_code in provinces
        assert place.space_code in spaces
        assert spaces[place.space_code].province_code == place.province_code
    assert {place.code for place in places.values() if place.category != "B"} == set(
        spaces
    )


def test_every_municipality_has_the_class_of_its_category() -> None:
    classes = Counter(place.miif_class for place in reference.municipalities())

    assert classes == {
        "A": 8,
        "B1": 19,
        "B2": 26,
        "B3": 99,
        "B4": 61,
        "C1": 23,
        "C2": 21,
    }
    for place in reference.municipalities():
        assert (place.miif_class or "")[0] == place.category


def test_the_worked_example_stands_on_real_places() -> None:
    named = {place.code: place for place in reference.municipalities()}

    assert named["DC45"].name == "John Taolo Gaetsewe"
    assert [named[code].miif_class for code in ("DC45", "NC451", "NC452", "NC453")] == [
        "C1",
        "B4",
        "B3",
        "B3",
    ]


def test_names_keep_their_letters_and_signs() -> None:
    names = {place.code: place.name for place in reference.municipalities()}

    assert names["EC101"] == "Dr Beyers Naudé"
    assert names["NC067"] == "Khâi-Ma"
    assert names["NC084"] == "!Kheis"
    assert names["EC136"] == names["MP312"] == "Emalahleni"


def test_populations_add_up_to_the_published_totals() -> None:
    spaces = {space.code for space in reference.spaces()}
    totals: Counter[tuple[str, int]] = Counter()
    for row in reference.populations():
        level = "space" if row.code in spaces else "local"
        totals[level, row.year] += row.population

    assert totals == {
        ("space", 2011): 51_770_563,
        ("space", 2016): 55_653_655,
        ("local", 2016): 33_456_950,
    }
    assert len(reference.populations()) == 309


def test_the_people_of_dc45_are_those_of_its_three_municipalities() -> None:
    people = {(row.code, row.year): row.population for row in reference.populations()}

    locals_2016 = sum(people[code, 2016] for code in ("NC451", "NC452", "NC453"))

    assert locals_2016 == 242_265
    assert people["NC451", 2016] == 84_201
    assert people["DC45", 2016] == locals_2016 - 1  # weights are rounded per place


def test_what_ended_has_its_day_and_its_successors() -> None:
    ended = {place.code: place for place in reference.disestablished_municipalities()}
    successors: dict[str, set[str]] = {}
    for change in reference.transitions():
        if change.old_change == "disestablished":
            successors.setdefault(change.old_code, set()).add(change.new_code)

    assert len(ended) == 37
    assert ended["EC103"].name == "Ikwezi"
    assert ended["EC103"].valid_to == date(2016, 8, 3)
    assert successors["EC103"] == {"EC101"}
    assert successors["FS164"] == {"MAN"}
    assert successors["LIM342"] == {"LIM341", "LIM343"}
    assert successors["KZN283"] == {"KZN281", "KZN282", "KZN285"}
    assert set(successors) == set(ended) - {"DC17", "DC46"}


def test_the_changes_of_2016_turn_226_locals_into_205() -> None:
    changes = reference.transitions()
    established = {c.new_code for c in changes if c.new_change == "established"}
    ended = {c.old_code for c in changes if c.old_change == "disestablished"}
    standing = {place.code: place for place in reference.municipalities()}

    assert len(changes) == 42
    assert 226 - len(ended) + len(established) == 205
    for code in established:
        assert standing[code].valid_from == date(2016, 8, 3)
    assert not ended & set(standing)


def test_every_former_name_and_alias_belongs_to_a_known_code() -> None:
    known = place_codes()

    assert {name.code for name in reference.former_names()} <= known
    assert {alias.code for alias in reference.aliases()} == {
        province.code for province in reference.provinces()
    }


def test_grants_pay_only_functions_that_exist() -> None:
    functions = {function.code for function in reference.functions()}
    grants = {grant.code: grant for grant in reference.grants()}

    assert len(functions) == len(reference.functions()) == 99
    assert len(grants) == len(reference.grants()) == 34
    for grant in grants.values():
        assert set(grant.allowed_function_codes) <= functions
        assert set(grant.recipient_categories) <= {"A", "B", "C", "P"}
    assert grants["INEG"].allowed_function_codes == ("4101", "4102")
    assert grants["USDG"].recipient_categories == ("A",)


def test_an_organ_stands_in_a_known_place_or_in_none() -> None:
    known = place_codes()

    for organ in reference.organ_periods():
        assert organ.place_code is None or organ.place_code in known
        assert organ.sphere in {"national", "provincial", "local", "soe", "private"}


def test_what_is_invented_says_so_in_its_name() -> None:
    for organ in reference.organ_periods():
        assert organ.illustrative == ("(illustrative)" in organ.name)
        assert organ.illustrative == (organ.source is None)


def test_demo_files_name_only_organs_and_places_of_the_pack() -> None:
    spheres = {place.code: "local" for place in reference.municipalities()}
    spheres |= {organ.code: organ.sphere for organ in reference.organ_periods()}
    plans = demo_rows("*/*interventions*.csv")
    lines = demo_rows("*/budget_lines.csv")
    parties = [(row["lead_organ"], row["sphere"]) for row in plans]
    parties += [(row["organ"], row["sphere"]) for row in lines]

    for code, sphere in parties:
        assert spheres[code] == sphere
    for row in plans + lines:
        assert set(row["location_code"].split()) <= place_codes()
