"""What nobody needs to know about who comments, and when two comments are one."""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256

from chassis.errors import FieldError
from services.plans.consultation.models import PersonalDataSent

PERSONAL = {
    "an e-mail address": re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}\.[A-Za-z]{2,}"),
    "an identity number": re.compile(r"(?<!\d)\d{13}(?!\d)", re.ASCII),
    "a telephone number": re.compile(
        r"(?<![\d.,])(?:\+27|0027|0)[ -]?\d{2}[ -]?\d{3}[ -]?\d{4}(?!\d)", re.ASCII
    ),
}


def must_not_be_personal(said: Mapping[str, str | None]) -> None:
    """Refuse contact details: what is not kept cannot be lost (POPIA, section 10)."""
    faults = list(_personal_in(said))
    if faults:
        raise PersonalDataSent("leave out how you can be reached", faults)


def _personal_in(said: Mapping[str, str | None]) -> Iterator[FieldError]:
    for name, text in said.items():
        for kind, pattern in PERSONAL.items():
            if text is not None and pattern.search(text):
                yield FieldError(f"/{name}", "personal-data-sent", f"it holds {kind}")


def fingerprint_of(*said: str | None) -> str:
    """The same for the same words, however they are spaced or written large."""
    plain = (" ".join((text or "").casefold().split()) for text in said)
    return sha256("\n".join(plain).encode()).hexdigest()
