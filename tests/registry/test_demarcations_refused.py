"""A demarcation with a row that breaks a rule is refused whole, naming the row."""

from http import HTTPStatus

import pytest

from tests.registry.demarcating import (
    MUNICIPALITY,
    SPACE,
    TRANSITION,
    WARD,
    events,
    merger,
    sent,
)


@pytest.mark.parametrize(
    ("tables", "pointer", "rule"),
    [
        (
            {"transitions": "2026-11-04,NC999,NC451,disestablished,continued,,,\n"},
            "/transitions/rows/2/old_code",
            "code-unknown",
        ),
        (
            {"transitions": "2026-11-04,EC103,EC101,disestablished,continued,,,\n"},
            "/transitions/rows/2/old_code",
            "code-expired",
        ),
        (
            {"transitions": "2026-11-04,NC453,NC452,continued,established,,,\n"},
            "/transitions/rows/2/new_change",
            "transition-contradicts",
        ),
        (
            {"transitions": "2016-08-03,LIM342,LIM341,disestablished,continued,,,\n"},
            "/transitions/rows/2/new_code",
            "history-rewritten",
        ),
        (
            {"municipalities": "EC103,Ikwezi,B,DC10,DC10,EC,,2010-01-01,,\n"},
            "/municipalities/rows/2/valid_from",
            "period-overlaps",
        ),
        (
            {"municipalities": "NC451,Other,B,DC45,DC45,NC,,2000-01-01,,\n"},
            "/municipalities/rows/2/valid_from",
            "period-overlaps",
        ),
        (
            {"municipalities": "NC454,New,B,DC45,DC45,NC,,2026-11-04,,2026-11-04\n"},
            "/municipalities/rows/2/valid_to",
            "period-empty",
        ),
        (
            {"municipalities": "NC454,New,B,DC45,,NC,,2026-11-04,,\n"},
            "/municipalities/rows/2/space_code",
            "municipality-without-space",
        ),
        (
            {"municipalities": "NC454,New,B,NC451,DC45,NC,,2026-11-04,,\n"},
            "/municipalities/rows/2/parent_code",
            "parent-of-wrong-kind",
        ),
        (
            {"municipalities": "NC454,New,B,NC,DC45,NC,,2026-11-04,,\n"},
            "/municipalities/rows/2/parent_code",
            "parent-of-wrong-kind",
        ),
        (
            {"municipalities": "NC454,New,B,DC45,DC8,NC,,2026-11-04,,\n"},
            "/municipalities/rows/2/space_code",
            "space-differs",
        ),
        (
            {"municipalities": "NC454,New,A,FS,DC45,FS,,2026-11-04,,\n"},
            "/municipalities/rows/2/province_code",
            "province-differs",
        ),
        (
            {
                "municipalities": "DC45,John Taolo Gaetsewe,C,NC,DC45,NC,,2000-12-05,,"
                "2026-11-04\n"
            },
            "/municipalities/rows/2/code",
            "code-expired",
        ),
        (
            {
                "municipalities": "NC451,Joe Morolong,B,NC452,DC45,NC,,2026-11-04,,\n"
                "NC452,Ga-Segonyana,B,NC451,DC45,NC,,2026-11-04,,\n"
            },
            "/municipalities/rows/2/parent_code",
            "hierarchy-cycle",
        ),
        (
            {"wards": "34501001,,DC45X,2021-11-01,\n"},
            "/wards/rows/2/municipality_code",
            "code-unknown",
        ),
        (
            {"wards": "3450100,,NC451,2021-11-01,\n"},
            "/wards/rows/2/code",
            "code-not-valid",
        ),
        (
            {"spaces": "DC49,Nowhere,district,XX,,2026-11-04,\n"},
            "/spaces/rows/2/province_code",
            "code-unknown",
        ),
    ],
)
async def test_a_row_that_breaks_a_rule_is_named_and_nothing_is_applied(
    registry, tables, pointer, rule
) -> None:
    headers = {
        "municipalities": MUNICIPALITY,
        "transitions": TRANSITION,
        "wards": WARD,
        "spaces": SPACE,
    }

    refused = await sent(
        registry, **{name: headers[name] + rows for name, rows in tables.items()}
    )

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refused.json()["title"] == "DemarcationHasErrors"
    assert (pointer, rule) in {
        (error["pointer"], error["code"]) for error in refused.json()["errors"]
    }
    assert await events(registry) == []


async def test_only_a_registrar_proposes_a_demarcation_and_never_none(registry) -> None:
    async with registry.as_("district_planner") as planner:
        forbidden = await planner.post(
            "/v1/demarcation-imports",
            data={"vintage": "za-2026-11-04", "source": "an invented gazette"},
            files={"municipalities": merger()["municipalities"].encode()},
        )
    empty = await sent(registry)
    header_alone = await sent(registry, wards=WARD)
    unreadable = await sent(registry, wards="%PDF-1.7")

    assert forbidden.status_code == HTTPStatus.FORBIDDEN
    assert empty.json()["title"] in {"DemarcationEmpty", "InvalidRequest"}
    assert header_alone.json()["title"] == "DemarcationEmpty"
    assert unreadable.json()["title"] == "FileNotReadable"
