"""What nobody needs to know about who comments, and when two comments are one."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from hashlib import sha256

from chassis.errors import FieldError
from services.plans.consultation.models import PersonalDataSent

GAP = r"[ .\-/()]{0,2}"
ABROAD = rf"\+(?:{GAP}\d){{11,14}}"
AT_HOME = (
    rf"(?:(?:\+|00){GAP}27{GAP}(?:0{GAP})?|0)\d{{2}}{GAP}\d{{3}}{GAP}\d{{4}}"
    rf"|0\d{{3}}{GAP}\d{{3}}{GAP}\d{{3}}"
)
PERSONAL = {
    "an e-mail address": re.compile(
        r"[^\s@]{1,64}(?:@| ?[\[(]at[\])] ?)[^\s@]{1,190}\.[^\W\d_]{2,}", re.IGNORECASE
    ),
    "an identity number": re.compile(
        r"(?<!\d)\d{6}[ -]?\d{4}[ -]?\d{2}[ -]?\d(?!\d)", re.ASCII
    ),
    "a telephone number": re.compile(
        rf"(?<![\d.,])(?:{ABROAD}|{AT_HOME})(?!\d)", re.ASCII
    ),
}
READ_AS = {"Pd": "-", "Zs": " ", "Cf": ""}


def must_not_be_personal(said: Mapping[str, str | None]) -> None:
    """Refuse contact details: what is not kept cannot be lost (POPIA, section 10)."""
    faults = list(_personal_in(said))
    if faults:
        raise PersonalDataSent("leave out how you can be reached", faults)


def _personal_in(said: Mapping[str, str | None]) -> Iterator[FieldError]:
    for name, text in said.items():
        for kind, pattern in PERSONAL.items():
            if text is not None and pattern.search(as_read(text)):
                yield FieldError(f"/{name}", "personal-data-sent", f"it holds {kind}")


def as_read(text: str) -> str:
    """As its reader sees it: one kind of digit, dash and space, and nothing hidden."""
    return "".join(map(_as_read, unicodedata.normalize("NFKC", text)))


def _as_read(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Nd":
        return str(unicodedata.digit(character))
    return READ_AS.get(kind, character)


def fingerprint_of(*said: str | None) -> str:
    """The same for the same words, however they are spaced or written large."""
    plain = (" ".join(as_read(text or "").casefold().split()) for text in said)
    return sha256("\n".join(plain).encode()).hexdigest()
