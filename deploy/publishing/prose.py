"""A schema without its explanations: rewording one is not a break."""

from typing import Any


def without_prose(part: Any) -> Any:  # noqa: ANN401  JSON is anything
    if isinstance(part, list):
        return [without_prose(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        name: without_prose(value)
        for name, value in part.items()
        if not (name in {"description", "examples"} and not isinstance(value, dict))
    }
