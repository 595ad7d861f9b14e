"""The keys that tokens may be signed with: a JWK set in a file, a store or behind https, reloaded when it must be."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import Any
from urllib.request import urlopen

import jwt

from shared.adapters.secret_places import secrets_at

_TIMEOUT_S = 5.0
_LIMIT = 1_000_000
#: One algorithm per kind of key, so that a public key can never be taken for a shared secret.
_ALGORITHMS = {"RSA": "RS256", "EC": "ES256", "oct": "HS256"}


class KeysUnavailable(Exception):  # noqa: N818 - names the condition
    """The key set was never readable, so nobody can be recognised yet. Try again."""


class KeySet:
    """Keys by ``kid``, from a file, a store of secrets or https; an unknown one makes it look again, but not too often.

    It looks at most once per ``refresh_after_s``, and at least once per ``max_age_s`` while keys are asked for.
    """

    def __init__(
        self,
        location: str,
        *,
        refresh_after_s: float = 10.0,
        max_age_s: float = 600.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        if location.startswith("http://"):
            raise ValueError("a key set is a file or comes over https")
        self._location = location
        self._refresh_after_s = refresh_after_s
        self._max_age_s = max_age_s
        self._monotonic = monotonic
        self._keys: Mapping[str, jwt.PyJWK] = {}
        self._tried_at: float | None = None
        self._lock = Lock()
        #: Grows with every reload: what was concluded from an earlier set holds no more.
        self.generation = 0

    def find(self, kid: object) -> jwt.PyJWK | None:
        """Gives the key with this id, or None. Raises KeysUnavailable while no set was ever read."""
        with self._lock:
            age = None if self._tried_at is None else self._monotonic() - self._tried_at
            known = isinstance(kid, str) and kid in self._keys
            if age is None or age >= (self._max_age_s if known else self._refresh_after_s):
                self._reload()
            if not self.generation:
                raise KeysUnavailable(self._location)
            return self._keys.get(kid) if isinstance(kid, str) else None

    def sole(self) -> jwt.PyJWK | None:
        """Gives the only key of the set that was read last; None where there are several, or none."""
        with self._lock:
            return next(iter(self._keys.values())) if len(self._keys) == 1 else None

    def _reload(self) -> None:
        """A set that cannot be read now leaves the last good one in force."""
        self._tried_at = self._monotonic()
        try:
            sets = [_parse(text) for text in _read(self._location)]
            # Of a store that knows two versions while they are exchanged, both are good; the first comes first.
            self._keys = {kid: key for keys in reversed(sets) for kid, key in keys.items()}
        except (OSError, ValueError):
            return
        self.generation += 1


def algorithm_of(key: jwt.PyJWK) -> str:
    """Names the one algorithm that this kind of key is used with, as JWT does (``RS256``)."""
    return _ALGORITHMS[str(key.key_type)]


def _read(location: str) -> Sequence[bytes | str]:
    if not location.startswith("https://"):
        return secrets_at(location)
    with urlopen(location, timeout=_TIMEOUT_S) as response:  # noqa: S310 - https only, checked above
        return [response.read(_LIMIT)]


def _parse(text: bytes | str) -> dict[str, jwt.PyJWK]:
    """Keys that we cannot use are left out; a set without a usable key is no set."""
    declared = json.loads(text)
    keys = {}
    for entry in declared["keys"] if isinstance(declared, dict) and isinstance(declared.get("keys"), list) else []:
        key = _usable(entry)
        if key is not None:
            keys[entry["kid"]] = key
    if not keys:
        raise ValueError("no usable key")
    return keys


def _usable(entry: Any) -> jwt.PyJWK | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("kid"), str):
        return None
    algorithm = _ALGORITHMS.get(entry.get("kty", ""))
    if algorithm is None or entry.get("alg", algorithm) != algorithm or entry.get("use", "sig") != "sig":
        return None
    try:
        return jwt.PyJWK(entry, algorithm=algorithm)
    except jwt.PyJWTError:
        return None
