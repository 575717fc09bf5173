"""What an operator sees, and what an event looks like to anyone else."""

import json
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from prometheus_client import generate_latest

from chassis import correlation
from chassis.database import transaction
from chassis.messaging import outbox
from contracts.events.plans import AdoptedIntervention, InterventionsAdopted
from contracts.ids import PlanId
from tests.harness import eventually
from tests.messaging_lab import DURABLE, STREAM, Lab


async def test_health_tells_what_waits_and_what_failed(lab: Lab) -> None:
    lab.broken.add("poison")
    async with lab.speaking(), lab.listening() as listening:
        await lab.state(uuid4(), "poison", "behind", "further behind")

        async def settled() -> bool:
            inbox = (await listening.status())["inbox"]
            return bool(inbox == {DURABLE: {"failed": 1, "waiting": 2}})

        await eventually(settled)
        status = await listening.status()
        assert json.loads(json.dumps(status)) == {
            "connected": True,
            "relay": "active",
            "relay_reason": None,
            "outbox": {"depth": 0, "oldest_seconds": 0.0},
            "inbox": {DURABLE: {"failed": 1, "waiting": 2}},
        }


async def test_measurements_tell_the_same(lab: Lab) -> None:
    async with lab.speaking(), lab.listening() as listening:
        await lab.state(uuid4(), "diagnostic")
        await eventually(lab.heard)
        await listening.refresh_metrics()

        shown = generate_latest().decode()
        assert 'onedistrict_broker_connected{service="budgets"} 1.0' in shown
        assert f'onedistrict_consumer_lag{{durable="{DURABLE}"}}' in shown
        applied = f'{{durable="{DURABLE}",outcome="applied"}}'
        assert f"onedistrict_events_received_total{applied}" in shown


async def test_an_event_is_a_cloud_event_that_carries_its_request(lab: Lab) -> None:
    request, plan = uuid4(), uuid4()
    fact = InterventionsAdopted(
        plan_id=PlanId(plan),
        plan_version=1,
        space_code="DC45",
        part=1,
        parts=1,
        interventions=(
            AdoptedIntervention(
                code="I1",
                title="Water",
                focus_area="infrastructure",
                location_codes=("DC45",),
                lead_organ="DWS",
                sphere="national",
                planned={"2026/27": Decimal("60000000.00")},
                unphased=None,
                depends_on=(),
                in_idp=None,
                confirmed_by_organ=True,
                start_year=None,
                end_year=2030,
            ),
        ),
    )
    async with lab.speaking(), lab.administration() as jetstream:
        with correlation.correlated(request):
            async with transaction(lab.speaker) as session:
                outbox.record(session, fact)

        async def last() -> dict[str, object] | None:
            streams = await jetstream.streams_info()
            if not any(s.config.name == STREAM and s.state.messages for s in streams):
                return None
            message = await jetstream.get_msg(STREAM, seq=1)
            assert message.headers is not None
            assert message.headers["Content-Type"] == "application/cloudevents+json"
            event: dict[str, object] = json.loads(message.data or b"")
            assert message.headers["Nats-Msg-Id"] == event["id"]
            return event

        event = await eventually(last)
        assert event is not None
        assert UUID(str(event.pop("id"))).version == 7
        assert datetime.fromisoformat(str(event.pop("time"))).tzinfo is not None
        assert event == {
            "specversion": "1.0",
            "source": "/onedistrict/plans",
            "type": fact.subject,
            "subject": str(plan),
            "datacontenttype": "application/json",
            "dataschema": f"urn:onedistrict:schema:{fact.subject}",
            "aggregateseq": 1,
            "spacecode": "DC45",
            "correlationid": str(request),
            "data": fact.model_dump(mode="json"),
        }
