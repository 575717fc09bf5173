"""What a fault of the validation says, in words that a planner understands too.

The rule's code stays the library's, which programs match on. What was sent is never
repeated.
"""

import re
from collections.abc import Mapping
from typing import Any

# A member of an enumeration as Python writes it, instead of its value.
_MEMBER = re.compile(r"<[\w.]+: ('[^']*')>")
_DAY = "send a day of the calendar as YYYY-MM-DD"
_MOMENT = "send date, time and offset as RFC 3339 writes them"
_WORDS = {
    "missing": "this is required",
    "extra_forbidden": "there is no such field here",
    "string_type": "send a text",
    "string_too_short": "send at least {min_length} character(s)",
    "string_too_long": "send at most {max_length} character(s)",
    "string_pattern_mismatch": "send a text of the form {pattern}",
    "int_type": "send a whole number",
    "int_parsing": "send a whole number",
    "int_from_float": "send a whole number",
    "bool_type": "send true or false",
    "bool_parsing": "send true or false",
    "uuid_type": "send an identifier (a UUID)",
    "uuid_parsing": "send an identifier (a UUID)",
    "enum": "send one of: {expected}",
    "literal_error": "send one of: {expected}",
    "greater_than_equal": "send a number of at least {ge}",
    "less_than_equal": "send a number of at most {le}",
    "greater_than": "send a number above {gt}",
    "less_than": "send a number below {lt}",
    "too_short": "send at least {min_length}",
    "too_long": "send at most {max_length}",
    "list_type": "send a list",
    "dict_type": "send an object",
    "model_type": "send an object",
    "model_attributes_type": "send an object",
}
_CODE = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"
_FORMS = {
    _CODE: "send a code: 1 to 64 letters, digits, _, . or -",
    r"^\d{4}/\d{2}$": "send a financial year as 2026/27",
    r"^[0-9]{4}/[0-9]{2}$": "send a financial year as 2026/27",
}


def in_plain_words(error: Mapping[str, Any]) -> str:
    """One fault as Pydantic reports it, as a sentence that says what to send."""
    kind = str(error.get("type"))
    context: Mapping[str, Any] = error.get("ctx") or {}
    if context.get("pattern") in _FORMS:
        return _FORMS[context["pattern"]]
    if kind.startswith(("datetime_", "timezone_")):
        return _MOMENT
    if kind.startswith("date_"):
        return _DAY
    words = _WORDS.get(kind)
    if words is None:
        return str(error.get("msg", "")).removeprefix("Value error, ")
    try:
        return _MEMBER.sub(r"\1", words.format(**context))
    except KeyError:
        return str(error.get("msg", ""))
