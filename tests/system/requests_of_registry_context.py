"""How the country, figures, frameworks and programmes are asked for."""

from tests.system.asking import Asked, published

REGISTRY_CONTEXT: dict[str, Asked] = {
    "getCountry": lambda _: [published()],
    "listMeasures": lambda _: [published()],
    "listFigures": lambda _: [published(query={"space": "DC45"})],
    "compareFigures": lambda _: [
        published(query={"from": "2011", "to": "2016", "space": "DC45"})
    ],
    "listFrameworks": lambda _: [published()],
    "listFrameworkItems": lambda _: [published(path={"code": "MTDP"})],
    "listFrameworkMappings": lambda _: [published(path={"code": "DDM_FOCUS"})],
    "listProgrammes": lambda _: [published()],
}
