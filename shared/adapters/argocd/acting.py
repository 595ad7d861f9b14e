"""Argo CD's API as far as it changes something: applications by name, and the operation that is under way."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

from shared.adapters.effects.answers import Answered, Asking, Json
from shared.adapters.effects.pauses import pauses
from shared.diagnosis.manifest_value import ManifestValue
from shared.ports.effects import EffectUnavailable

#: The name under which an operation says whose it is.
EFFECT: Final = "sre.ameide.io/effect"
_RUNNING: Final = frozenset({"Running", "Terminating"})
_PAUSE_S: Final = 0.5


class NoApplication(Exception):  # noqa: N818 - an answer to whoever asks
    """It is not there, or we may not see it. The message is Argo CD's."""


@dataclass(frozen=True, slots=True)
class ActedApplication:
    """An application as Argo CD tells it at one moment."""

    manifest: ManifestValue

    @property
    def name(self) -> str:
        return self.manifest.at("metadata", "name").text

    @property
    def project(self) -> str:
        return self.manifest.at("spec", "project").text or "default"

    @property
    def automated(self) -> bool:
        policy = self.manifest.at("spec", "syncPolicy", "automated")
        return bool(policy) and policy.at("enabled").truth is not False

    @property
    def target_revision(self) -> str:
        return self.manifest.at("spec", "source", "targetRevision").text or "HEAD"

    @property
    def operating(self) -> bool:
        return bool(self.manifest.at("operation")) or self.phase in _RUNNING

    @property
    def phase(self) -> str:
        """Of the last operation."""
        return self.manifest.at("status", "operationState", "phase").text

    @property
    def message(self) -> str:
        return self.manifest.at("status", "operationState", "message").text

    @property
    def operation_began(self) -> datetime | None:
        return self.manifest.at("status", "operationState", "startedAt").moment

    @property
    def synced_revision(self) -> str:
        """Of the last operation: the commit that it was about."""
        result = self.manifest.at("status", "operationState", "syncResult", "revision").text
        return result or self.manifest.at("status", "operationState", "operation", "sync", "revision").text

    @property
    def history(self) -> tuple[tuple[str, datetime | None], ...]:
        """Revision and moment of each deployment, oldest first."""
        entries = self.manifest.at("status", "history").each()
        return tuple((entry.at("revision").text, entry.at("deployedAt").moment) for entry in entries)

    def waits_for(self, effect: str) -> bool:
        """Whether an operation of this effect is there and has not begun."""
        return _has(self.manifest.at("operation"), effect)

    def last_was(self, effect: str) -> bool:
        """Whether the last operation that began is of this effect."""
        return _has(self.manifest.at("status", "operationState", "operation"), effect)


@dataclass(frozen=True, slots=True)
class ArgoCDApplications:
    asking: Asking
    pause_s: float = _PAUSE_S

    def application(self, name: str, until: float, *, refresh: bool = False) -> ActedApplication:
        """Raises NoApplication and EffectUnavailable."""
        answer = self.asking.read(path_of(name), {"refresh": "normal"} if refresh else {}, until)
        if not answer.is_success:
            raise NoApplication(answer.said)
        return ActedApplication(ManifestValue(answer.body, (), ""))

    def followed(self, name: str, until: float, is_over: Callable[[ActedApplication], bool]) -> ActedApplication | None:
        """Asks until it is over; None: it was not, in time. A question that is not answered is asked again."""
        for _ in pauses(self.pause_s, until):
            try:
                app = self.application(name, until)
            except EffectUnavailable:
                continue
            if is_over(app):
                return app
        return None

    def live(self, name: str, resource: Mapping[str, str], until: float) -> ManifestValue | None:
        """One of its objects as it is in the cluster; None: it is not there, or not told. Raises EffectUnavailable."""
        answer = self.asking.read(f"{path_of(name)}/resource", dict(resource), until)
        return ManifestValue(_parsed(answer), (), "") if answer.is_success else None

    def post(self, path: str, body: Json, until: float) -> Answered:
        """Raises EffectUnavailable and SentUnanswered."""
        return self.asking.write("POST", path, until, query={}, body=body, kind="application/json")

    def delete(self, path: str, query: Json, until: float) -> Answered:
        """Raises EffectUnavailable and SentUnanswered."""
        return self.asking.write("DELETE", path, until, query=query, body=None, kind="application/json")


def path_of(name: str) -> str:
    return f"/api/v1/applications/{quote(name, safe='')}"


def is_busy(answer: Answered) -> bool:
    """Whether it says no because an operation is under way."""
    return answer.status == HTTPStatus.BAD_REQUEST and "already in progress" in answer.said


def _has(operation: ManifestValue, effect: str) -> bool:
    told = operation.at("info").each()
    return any(each.at("name").text == EFFECT and each.at("value").text == effect for each in told)


def _parsed(answer: Answered) -> Any:
    """The object is a text of JSON in the answer."""
    try:
        return json.loads(str(answer.body.get("manifest", "")))
    except ValueError:
        return {}
