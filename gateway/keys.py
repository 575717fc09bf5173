"""The keys tokens are signed with: published before they sign, kept while they count.

A key is `next` (published, not yet signing), then `current`, then `retiring`
(published until the last token it signed has expired). At least two are published.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from chassis import clock
from chassis.web.jwks import POLL_SECONDS
from chassis.web.tokens import (
    LEEWAY_SECONDS,
    KeySet,
    Signer,
    SigningKey,
    public_jwks,
)
from gateway.files import JsonFile

EXTERNAL_SECONDS = 600
INTERNAL_SECONDS = 60
JWKS_CACHE_SECONDS = 300
INTERNAL_COPY_SECONDS = 2 * POLL_SECONDS


@dataclass(frozen=True)
class HeldKey:
    """A key and its times, in seconds since 1970; `None` is not decided yet."""

    key: SigningKey
    published: float
    signs_from: float | None = None
    signs_until: float | None = None
    until: float | None = None

    def state(self, now: float) -> str:
        if self.until is not None and self.until <= now:
            return "retired"
        if self.signs_from is None or self.signs_from > now:
            return "next"
        signs = self.signs_until is None or now < self.signs_until
        return "current" if signs else "retiring"


class KeyRing:
    """The keys of one issuer, in one file that several gateways share.

    `ahead_seconds` is how long a key is published before it signs: as long as
    others may keep an older copy of the set. `token_seconds` is the life of what
    it signs.
    """

    def __init__(
        self, path: Path, *, ahead_seconds: float, token_seconds: float
    ) -> None:
        self.name = path.stem
        self._file = JsonFile(path)
        self._ahead = ahead_seconds
        self._kept = token_seconds + LEEWAY_SECONDS
        self._held: list[HeldKey] = []
        self._signing: tuple[SigningKey, Signer] | None = None
        self.public = KeySet()

    def open(self) -> "KeyRing":
        """Read the keys, making the first two if there are none."""
        with self._file.alone():
            if not self._file.exists():
                self._write([_fresh(signs_from=_now()), _fresh()])
        self.refresh()
        return self

    def refresh(self) -> None:
        """Read the file again if somebody changed it."""
        if not self._file.has_changed():
            return
        self._held = [_held_key(entry) for entry in self._file.read()["keys"]]
        self.public.replace(self.jwks())

    def signer(self) -> Signer:
        """Who signs now."""
        self.refresh()
        now = _now()
        begun = [held for held in self._held if (held.signs_from or now + 1) <= now]
        key = max(begun, key=lambda held: held.signs_from or 0).key
        if self._signing is None or self._signing[0] is not key:
            self._signing = key, Signer(key)
        return self._signing[1]

    def jwks(self) -> dict[str, Any]:
        """The document that is published: every key not yet retired."""
        self.refresh()
        return public_jwks(held.key for held in self._living())

    def published(self) -> list[HeldKey]:
        self.refresh()
        return self._living()

    def rotate(self) -> None:
        """The next key becomes the current one; a new next one is published."""
        with self._file.alone():
            self.refresh()
            now = _now()
            upcoming = next(k for k in self._held if k.signs_from is None)
            begins = max(now, upcoming.published + self._ahead)
            former = [
                held if held.until else self._followed(held, begins)
                for held in self._living()
                if held is not upcoming
            ]
            self._write([*former, replace(upcoming, signs_from=begins), _fresh()])
        self.refresh()

    def _followed(self, held: HeldKey, begins: float) -> HeldKey:
        return replace(held, signs_until=begins, until=begins + self._kept)

    def _living(self) -> list[HeldKey]:
        now = _now()
        return [held for held in self._held if held.state(now) != "retired"]

    def _write(self, held: list[HeldKey]) -> None:
        self._file.write({"keys": [_entry(key) for key in held]})


class Keys(NamedTuple):
    """What callers' tokens are signed with, and what we vouch for them with."""

    external: KeyRing
    internal: KeyRing


def open_keys(state_dir: Path) -> Keys:
    """Both rings, made on first use."""
    external = KeyRing(
        state_dir / "keys" / "external.json",
        ahead_seconds=JWKS_CACHE_SECONDS,
        token_seconds=EXTERNAL_SECONDS,
    )
    internal = KeyRing(
        state_dir / "keys" / "internal.json",
        ahead_seconds=INTERNAL_COPY_SECONDS,
        token_seconds=INTERNAL_SECONDS,
    )
    return Keys(external.open(), internal.open())


def _fresh(signs_from: float | None = None) -> HeldKey:
    return HeldKey(SigningKey.generate(), published=_now(), signs_from=signs_from)


def _entry(held: HeldKey) -> dict[str, Any]:
    return {
        "kid": held.key.kid,
        "published": held.published,
        "signs_from": held.signs_from,
        "signs_until": held.signs_until,
        "until": held.until,
        "pem": held.key.pem().decode(),
    }


def _held_key(entry: dict[str, Any]) -> HeldKey:
    return HeldKey(
        SigningKey.from_pem(entry["pem"].encode()),
        published=entry["published"],
        signs_from=entry["signs_from"],
        signs_until=entry["signs_until"],
        until=entry["until"],
    )


def _now() -> float:
    return clock.now().timestamp()
