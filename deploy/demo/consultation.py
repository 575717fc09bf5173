"""The public comments on a draft, and reads in a register what became of it."""

from datetime import UTC, datetime, timedelta

from deploy.demo.api import Json, Role

WINDOW = timedelta(days=21)


async def hear_the_public(planner: Role, public: Role, plan: Json, said: Json) -> None:
    """Open the draft to comment, answer what is said, change what it changes."""
    if (await public.get("/v1/comment-windows", plan=plan["id"]))["items"]:
        return
    address = f"/v1/plans/{plan['id']}"
    today = datetime.now(UTC).date()
    window = await planner.post(
        f"{address}/comment-windows",
        {
            "opens_on": str(today),
            "closes_on": str(today + WINDOW),
            "notice": said["notice"],
        },
    )
    for comment in said["comments"]:
        received = await public.post(
            f"/v1/comment-windows/{window['id']}/submissions", comment["said"]
        )
        submission = f"/v1/submissions/{received['id']}"
        await planner.post(f"{submission}/moderation", {"publish": True})
        await planner.post(f"{submission}/response", comment["answer"])
    for code, change in said["changes"].items():
        await planner.change("PATCH", f"{address}/interventions/{code}", change)
