"""Figures and frameworks change as all master data does: proposed, shown, approved."""

from http import HTTPStatus

from tests.harness import Running
from tests.registry.proposing import PROPOSALS, applied, decided

HEADER = "kind,code,measure,year,boundary_vintage,value,basis,confidence,source\n"
PEOPLE = "municipality,{},population,2022,2022,{},count,medium,a test\n"
GOOD = HEADER + PEOPLE.format("EC101", "101001") + PEOPLE.format("NC451", "125999")


async def sent(registry: Running, content: str, **form: str):
    fields = {
        "subject": "figures",
        "effective_from": "2026-04-01",
        "reason": "a test",
    } | form
    async with registry.as_("administrator") as administrator:
        return await administrator.post(
            f"{PROPOSALS}/files", data=fields, files={"file": ("rows.csv", content)}
        )


async def test_a_file_of_figures_is_shown_and_then_applied(registry: Running) -> None:
    shown = await sent(registry, GOOD, dry_run="true")
    filed = await sent(registry, GOOD)
    approval = await decided(registry, filed.json()["id"], "approval")
    async with registry.as_anyone() as anyone:
        figures = await anyone.get("/v1/figures?code=EC101&year=2022")

    effects = {each["record"]: each["effect"] for each in shown.json()["differences"]}
    assert shown.status_code == HTTPStatus.OK, shown.text
    assert effects == {
        "population/municipality/EC101/2022/2022": "added",
        "population/municipality/NC451/2022/2022": "changed",
    }
    assert approval.is_success, approval.text
    assert figures.json()["items"][0]["value"] == "101001"


async def test_a_bad_figure_is_named_by_its_row_and_column(registry: Running) -> None:
    wrong = {
        "/rows/2/value": PEOPLE.format("EC102", "-5"),
        "/rows/3/code": PEOPLE.format("EC103", "5"),
        "/rows/4/value": PEOPLE.format("EC104", "5.5"),
    }

    by_kind = await sent(registry, HEADER + wrong["/rows/2/value"])
    by_rule = await sent(registry, HEADER + "".join(wrong.values()).replace("-5", "5"))

    assert [e["pointer"] for e in by_kind.json()["errors"]] == ["/rows/2/value"]
    pointers = [error["pointer"] for error in by_rule.json()["errors"]]
    assert pointers == ["/rows/3/code", "/rows/4/value"], by_rule.text


async def test_a_framework_is_proposed_with_its_items(registry: Running) -> None:
    plan = {"framework": "TEST", "version": "1"}
    version = plan | {"name": "A test", "authority": "us", "begins": "2026-01-01"}
    item = plan | {"code": "1", "title": "One"}

    await applied(registry, "frameworks", [version | {"source": "a test"}])
    await applied(registry, "framework_items", [item])

    async with registry.as_anyone() as anyone:
        found = (await anyone.get("/v1/frameworks/TEST/items")).json()["items"]
    assert [each["record"] for each in found] == ["TEST/1/1"]
