"""How sections, remarks and provenance of DC45's plans are asked for.

S1 is a section of DC45; S2 is offered to another organ, which has not said yes.
"""

from typing import Any

from tests.system.asking import ANY_VERSION, Ask, Asked, Records, private, published

SECTION = {
    "code": "S1",
    "title": "a test",
    "focus_area": "unknown",
    "owner_organ": "DC45",
}
NOTE = {"note": "a test"}


def of_draft(**parts: Any) -> Asked:
    return lambda r: [private(path={"plan_id": r.draft}, **parts)]


def of_section(code: str, **parts: Any) -> Asked:
    """A section of the draft."""

    def asked(records: Records) -> list[Ask]:
        return [private(path={"plan_id": records.draft, "code": code}, **parts)]

    return asked


CO_CREATION: dict[str, Asked] = {
    "openSection": lambda r: [
        private(path={"plan_id": plan}, json=SECTION) for plan in (r.draft, r.adopted)
    ],
    "listSections": lambda r: [
        private(path={"plan_id": r.draft}),
        published(path={"plan_id": r.adopted}),
    ],
    "getSection": of_section("S1"),
    "changeSection": of_section("S1", json={"title": "a test"}, headers=ANY_VERSION),
    "listSectionSteps": of_section("S1"),
    "getSectionOverview": of_draft(),
    "submitSection": of_section("S1", json=NOTE),
    "acceptSection": of_section("S2", json=NOTE),
    "returnSection": of_section("S2", json=NOTE),
    "offerSection": of_section("S2", json={"owner_organ": "DWS"}),
    "takeSection": of_section("S1", json=NOTE),
    "declineSection": of_section("S1", json=NOTE),
    "withdrawSectionOffer": of_section("S2", json=NOTE),
    "closeSection": of_section("S2", json=NOTE),
    "reopenSection": of_section("S2", json=NOTE),
    "listProvenance": of_draft(),
    "makeRemark": of_draft(json={"content": "a test"}),
    "listRemarks": of_draft(),
    "resolveRemark": lambda r: [private(path={"remark_id": r.said["remark"]})],
}
