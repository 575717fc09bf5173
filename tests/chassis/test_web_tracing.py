"""One identifier follows a request into its answer, log line, audit entry and event."""

import json
from uuid import UUID, uuid4

import httpx
import pytest
import structlog
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from tests.chassis.asking import must_refuse, rows, write
from tests.harness import Running

HEADER = "X-Request-Id"

A_UUID = "0197a3c2-7b1e-7c3a-9d58-4f7c1f0b6a11"


async def test_a_request_is_followed_by_the_identifier_it_came_with(
    notebook: Running, writer: httpx.AsyncClient
) -> None:
    identifier = uuid4()
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        answer = await writer.post(
            "/v1/notes",
            json={"title": f"traced {identifier}"},
            headers={HEADER: str(identifier)},
        )

    assert answer.headers[HEADER] == str(identifier)
    (line,) = [line for line in lines if line["event"] == "request"]
    assert line["request_id"] == str(identifier)
    assert (line["operation"], line["status"]) == ("writeNote", 201)
    audited = "select records from audit_entry where request_id = :id"
    assert await rows(notebook, audited, id=str(identifier)) == [
        ([answer.json()["id"]],)
    ]
    told = "select subject from outbox where correlation_id = :id"
    assert await rows(notebook, told, id=identifier) == [
        ("onedistrict.budgets.budget_lines_loaded.v1",)
    ]


@pytest.mark.parametrize(
    "sent",
    ["", "1", "not-a-uuid", "x" * 10_000, f"{A_UUID} or 1=1", f"{A_UUID}\x0bline"],
)
async def test_an_identifier_that_is_no_uuid_is_replaced(
    writer: httpx.AsyncClient, sent: str
) -> None:
    answer = await writer.get("/v1/notes", headers={HEADER: sent})

    assert UUID(answer.headers[HEADER]).version == 7
    assert answer.headers[HEADER] not in sent


async def test_every_request_without_one_gets_its_own(
    writer: httpx.AsyncClient,
) -> None:
    given = {(await writer.get("/v1/notes")).headers[HEADER] for _ in range(3)}

    assert len(given) == 3


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [("/v1/mishaps", 500, "Bug"), ("/v1/nothing", 404, "NoSuchResource")],
)
async def test_what_goes_wrong_is_found_by_its_identifier(
    writer: httpx.AsyncClient, path: str, status: int, title: str
) -> None:
    identifier = str(uuid4())
    sent = {"kind": "bug", "title": "traced bug"}

    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        answer = await writer.post(path, json=sent, headers={HEADER: identifier})

    problem = must_refuse(answer, status, title)
    assert problem["request_id"] == identifier
    assert {line["request_id"] for line in lines if "request_id" in line} == {
        identifier
    }
    (line,) = [line for line in lines if line["event"] == "request"]
    assert line["status"] == status


async def test_a_log_line_says_nothing_of_what_was_sent(
    writer: httpx.AsyncClient,
) -> None:
    with capture_logs() as lines:
        await writer.post(
            "/v1/notes?secret=in-the-query",
            json={"title": "secret in the body"},
            headers={"Idempotency-Key": "secret as a key"},
        )

    assert "secret" not in json.dumps(lines, default=str)
    assert writer.headers["authorization"] not in json.dumps(lines, default=str)


async def test_requests_are_measured_by_operation_and_status(
    writer: httpx.AsyncClient,
) -> None:
    await write(writer, f"measured {uuid4()}")
    await writer.get(f"/v1/notes/{uuid4()}")
    await writer.get(f"/v1/{uuid4()}")

    page = await writer.get("/metrics")

    families = {
        family.name: family for family in text_string_to_metric_families(page.text)
    }
    measured = {
        (sample.labels["operation"], sample.labels["status"])
        for sample in families["onedistrict_http_request_seconds"].samples
        if sample.name.endswith("_count") and sample.labels["service"] == "budgets"
    }
    assert {("writeNote", "201"), ("getNote", "404"), ("unknown", "404")} <= measured
    assert "onedistrict_outbox_unpublished" in families


async def test_health_needs_no_token_and_says_what_is_well(
    notebook: Running, writer: httpx.AsyncClient
) -> None:
    del writer.headers["authorization"]

    live = await writer.get("/health/live")
    ready = await writer.get("/health/ready")

    assert (live.status_code, live.json()) == (200, {"status": "live"})
    assert (ready.status_code, ready.json()["database"]) == (200, True)
    assert HEADER in ready.headers
