"""How sections, remarks and provenance of DC45's plans are asked for."""

from typing import Any

from tests.system.asking import NOWHERE, Ask, Asked, Records, private, published, system

SECTION = {
    "code": "S1",
    "title": "a test",
    "focus_area": "unknown",
    "owner_organ": "DC45",
}


def section(records: Records, **parts: Any) -> list[Ask]:
    return [
        private(path={"plan_id": plan, "code": "S1"}, **parts)
        for plan in (records.draft, records.adopted)
    ]


def by_others(records: Records, **parts: Any) -> list[Ask]:
    """Its owner neither accepts nor returns a section, and DC45 owns this one."""
    return [system(path={"plan_id": records.draft, "code": "S1"}, **parts)]


CO_CREATION: dict[str, Asked] = {
    "openSection": lambda r: [
        private(path={"plan_id": plan}, json=SECTION) for plan in (r.draft, r.adopted)
    ],
    "listSections": lambda r: [
        private(path={"plan_id": r.draft}),
        published(path={"plan_id": r.adopted}),
    ],
    "submitSection": section,
    "acceptSection": lambda r: by_others(r, json={"note": "a test"}),
    "returnSection": lambda r: by_others(r, json={"note": "a test"}),
    "listProvenance": lambda r: [private(path={"plan_id": r.draft})],
    "makeRemark": lambda r: [
        private(path={"plan_id": r.draft}, json={"content": "a test"})
    ],
    "listRemarks": lambda r: [private(path={"plan_id": r.draft})],
    "resolveRemark": lambda _: [system(path={"remark_id": NOWHERE})],
}
