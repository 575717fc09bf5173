"""How the registry is asked for places and organs of DC45, and for their names."""

from tests.system.asking import NOWHERE, Asked, published, system

IN_DC45 = {"space": "DC45"}
DEMARCATION = {"vintage": "za-test", "source": "a test"}
WARDS = "code,name,municipality_code,valid_from\n34501001,Ward,NC451,2021-11-01\n"
SHAPES = {"kind": "space", "as_of": "2026-01-01", "source": "a test"}
NO_SHAPES = '{"type": "FeatureCollection",\n"features": []}'
ALIASES = "scheme,identifier,code\ntest,a canary,DC45\n"
DC45_BY_CODE = {"scheme": "mdb", "identifier": "DC45"}
DWS_BY_CODE = {"scheme": "code", "identifier": "DWS"}

REGISTRY: dict[str, Asked] = {
    "listProvinces": lambda _: [published()],
    "listSpaces": lambda _: [published()],
    "getSpace": lambda _: [published(path={"code": "DC45"})],
    "listMunicipalities": lambda _: [published(query=IN_DC45)],
    "getMunicipality": lambda _: [published(path={"code": "NC451"})],
    "getHierarchy": lambda _: [published()],
    "listChildren": lambda _: [published(path={"kind": "space", "code": "DC45"})],
    "listPeriods": lambda _: [published(path={"kind": "space", "code": "DC45"})],
    "listLineages": lambda _: [published()],
    "getLineage": lambda _: [published(path={"code": "NC451"})],
    "apportionFigures": lambda _: [
        published(query={"from": "FS164", "as_of": "2016-01-01"})
    ],
    "proposeDemarcation": lambda _: [system(form=DEMARCATION, file=WARDS)],
    "listDemarcationImports": lambda _: [published()],
    "loadShapes": lambda _: [system(form=SHAPES, file=NO_SHAPES)],
    "listShapes": lambda _: [published()],
    "locatePoint": lambda _: [system(query={"lon": "23.4", "lat": "-27.4"})],
    "getTileGrid": lambda _: [published()],
    "listPlaceAliases": lambda _: [published()],
    "listOrganAliases": lambda _: [published()],
    "lookUpPlaces": lambda _: [published(query=DC45_BY_CODE)],
    "lookUpOrgans": lambda _: [published(query=DWS_BY_CODE)],
    "resolvePlace": lambda _: [published(query={"name": "John Taolo Gaetsewe"})],
    "resolvePlaces": lambda _: [system(json={"labels": ["Kuruman"], "queue": True})],
    "proposeAliases": lambda _: [system(form={"reason": "a test"}, file=ALIASES)],
    "listNameReviews": lambda _: [system()],
    "getNameReview": lambda _: [system(path={"review_id": NOWHERE})],
    "decideNameReview": lambda _: [
        system(path={"review_id": NOWHERE}, json={"place": None, "reason": "a test"})
    ],
    "listOrgans": lambda _: [published()],
    "getOrgan": lambda _: [published(path={"code": "DWS"})],
    "listOrganPeriods": lambda _: [published(path={"code": "DWS"})],
}
