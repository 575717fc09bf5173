"""How organs over time and change proposals are asked for."""

from tests.system.asking import NOWHERE, Asked, published, system

ANY = {"proposal_id": NOWHERE}
ORGAN = {
    "code": "NC-TEST",
    "name": "A department",
    "kind": "provincial_department",
    "place_code": "NC",
}
CHANGE = {
    "subject": "organs",
    "effective_from": "2026-04-01",
    "reason": "a test",
    "rows": [ORGAN],
}
FORM = {"subject": "organs", "effective_from": "2026-04-01", "reason": "a test"}
FILE = "code,name,kind\nNC-FILE,A company,private_company\n"

ASKED_OF_CHANGES: dict[str, Asked] = {
    "getOrganLineage": lambda _: [published(path={"code": "DWS"})],
    "listOrganFunctions": lambda _: [published(path={"code": "NC451"})],
    "listFunctionOrgans": lambda _: [
        published(path={"code": "4202"}, query={"place": "DC45"})
    ],
    "listSocialLabourPlans": lambda _: [published(path={"code": "MINE-A"})],
    "proposeChange": lambda _: [system(json=CHANGE)],
    "proposeChangesFromFile": lambda _: [system(form=FORM, file=FILE)],
    "listChangeProposals": lambda _: [system()],
    "getChangeProposal": lambda _: [system(path=ANY)],
    "listProposedRows": lambda _: [system(path=ANY)],
    "listDifferences": lambda _: [system(path=ANY)],
    "approveChange": lambda _: [system(path=ANY, json={"reason": "a test"})],
    "rejectChange": lambda _: [system(path=ANY, json={"reason": "a test"})],
    "withdrawChange": lambda _: [system(path=ANY, json={"reason": "a test"})],
}
