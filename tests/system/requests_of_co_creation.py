"""How sections, remarks and provenance of DC45's plans are asked for."""

from typing import Any

from tests.system.asking import NOWHERE, Ask, Asked, Records, private, published

SECTION = {
    "code": "S1",
    "title": "a test",
    "focus_area": "economic_positioning",
    "owner_organ": "DWS",
}


def section(records: Records, **parts: Any) -> list[Ask]:
    return [
        private(path={"plan_id": plan, "code": "S1"}, **parts)
        for plan in (records.draft, records.adopted)
    ]


CO_CREATION: dict[str, Asked] = {
    "openSection": lambda r: [
        private(path={"plan_id": plan}, json=SECTION) for plan in (r.draft, r.adopted)
    ],
    "listSections": lambda r: [
        private(path={"plan_id": r.draft}),
        published(path={"plan_id": r.adopted}),
    ],
    "submitSection": section,
    "acceptSection": lambda r: section(r, json={}),
    "returnSection": lambda r: section(r, json={"note": "a test"}),
    "listProvenance": lambda r: [private(path={"plan_id": r.draft})],
    "makeRemark": lambda r: [
        private(path={"plan_id": r.draft}, json={"content": "a test"})
    ],
    "listRemarks": lambda r: [private(path={"plan_id": r.draft})],
    "resolveRemark": lambda _: [private(path={"remark_id": NOWHERE})],
}
