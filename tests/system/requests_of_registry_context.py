"""How the country, figures, frameworks and programmes are asked for."""

from tests.system.asking import Asked, published

REGISTRY_CONTEXT: dict[str, Asked] = {
    "getCountry": lambda _: [published()],
}
