"""Secrets of AWS Secrets Manager; while one is rotated, both of its versions are good.

A place is ``aws-secret://NAME`` or ``aws-secret://ARN``; ``?region=`` says where, ``?field=`` which field of a secret
that is a JSON object.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any
from urllib.parse import parse_qs

from shared.adapters.aws.clients import client, trouble_of_aws

SCHEME = "aws-secret://"
_STAGES = ("AWSCURRENT", "AWSPREVIOUS")
#: A new version is known to us at most this much later.
_BELIEVED_S = 60.0
_MISSING = "ResourceNotFoundException"


class SecretUnavailable(OSError):  # noqa: N818 - names the condition
    """A secret cannot be read: as with a file, nobody can be asked with it now."""


@dataclass(frozen=True, slots=True)
class SecretPlace:
    """Where a secret is kept. ``field``: empty where it is the whole text."""

    name: str
    region: str = ""
    field: str = ""

    @classmethod
    def of(cls, place: str) -> "SecretPlace":
        """Raises SecretUnavailable for what is no such place."""
        name, _, query = place.removeprefix(SCHEME).partition("?")
        said = {key: values[-1] for key, values in parse_qs(query).items()}
        if not name or said.keys() - {"region", "field"}:
            raise SecretUnavailable(f"{place!r} is not {SCHEME}NAME?region=…&field=…")
        of_arn = name.split(":")[3] if name.startswith("arn:") and name.count(":") > 3 else ""  # noqa: PLR2004
        return cls(name, said.get("region", of_arn), said.get("field", ""))


@dataclass(slots=True)
class _Held:
    versions: tuple[str, ...]
    until: float


class SecretsManager:
    """Reads secrets and holds them for a minute; used by several threads."""

    def __init__(
        self, connect: Callable[[str, str], Any] = client, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._connect = connect
        self._monotonic = monotonic
        self._clients: dict[str, Any] = {}
        self._held: dict[str, _Held] = {}
        self._lock = Lock()

    def versions(self, place: str) -> tuple[str, ...]:
        """Gives what is good at a place, the most promising first: the current version, then the one before it.

        Raises SecretUnavailable where there is none; one that was read before stays good while AWS is away.
        """
        with self._lock:
            held = self._held.get(place)
            if held is not None and self._monotonic() < held.until:
                return held.versions
            try:
                read = self._read(SecretPlace.of(place))
            except SecretUnavailable:
                if held is None:
                    raise
                read = held.versions
            return self._hold(place, read)

    def refused(self, place: str, secret: str) -> bool:
        """Says that a version was refused where it was presented; whether there is another one to try.

        What was refused is not forgotten: where the rotation has not arrived yet the previous version comes first
        until the secret is read again.
        """
        with self._lock:
            held = self._held.get(place)
            versions = held.versions if held else ()
            if held is None or secret not in versions or len(versions) == 1:
                return False
            was_first = versions[0] == secret
            held.versions = (*(each for each in versions if each != secret), secret)
            return was_first

    def _hold(self, place: str, read: tuple[str, ...]) -> tuple[str, ...]:
        """Keeps the order that was learned, as long as the versions are the same."""
        held = self._held.get(place)
        versions = held.versions if held and {*held.versions} == {*read} else read
        self._held[place] = _Held(versions, self._monotonic() + _BELIEVED_S)
        return versions

    def _read(self, place: SecretPlace) -> tuple[str, ...]:
        current, *previous = (self._stage(place, stage) for stage in _STAGES)
        if current is None:
            raise SecretUnavailable(f"the secret {place.name} has no current version")
        return tuple(dict.fromkeys((current, *(each for each in previous if each is not None))))

    def _stage(self, place: SecretPlace, stage: str) -> str | None:
        try:
            asked = self._clients.get(place.region) or self._connect("secretsmanager", place.region)
            self._clients[place.region] = asked
            answer = asked.get_secret_value(SecretId=place.name, VersionStage=stage)
        except trouble_of_aws() as failed:
            if getattr(failed, "response", {}).get("Error", {}).get("Code") == _MISSING and stage != _STAGES[0]:
                return None
            raise SecretUnavailable(f"the secret {place.name} cannot be read: {failed}") from failed
        text = answer.get("SecretString")
        return _field(place, text if text is not None else answer["SecretBinary"].decode("utf-8", "replace"))


def _field(place: SecretPlace, text: str) -> str:
    if not place.field:
        return text.strip()
    try:
        said = json.loads(text)[place.field]
    except (ValueError, KeyError, TypeError) as absent:
        raise SecretUnavailable(f"the secret {place.name} has no field {place.field!r}") from absent
    if not isinstance(said, str):
        raise SecretUnavailable(f"the field {place.field!r} of the secret {place.name} is not a text")
    return said
