"""What a target's answer to a change means: done, no, not now, or nobody knows."""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final, Protocol

from shared.adapters.effects.outcomes import outcome_of
from shared.ports.effects import EffectOrder, EffectUnavailable
from shared.remediation.outcome import ActionOutcome, EffectStatus

Json = dict[str, Any]
#: Bytes of one answer.
LARGEST: Final = 8_000_000


class SentUnanswered(Exception):  # noqa: N818 - names the condition
    """It was sent, wholly or in part, and no answer came that says whether it was done."""


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    body: Json
    """Empty where the answer is no JSON object."""
    text: str
    """The beginning of it, for what is no JSON."""

    @property
    def is_success(self) -> bool:
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def said(self) -> str:
        """The status and the sentence in the body."""
        words = self.body.get("message") or self.body.get("error")
        return f"{self.status}: {words or self.text[:500]}"


class Asking(Protocol):
    """An API that is asked over HTTP, before a moment of ``time.monotonic``."""

    def read(self, path: str, query: dict[str, str], until: float) -> Answered:
        """Gives an answer below 500 that is no request to wait. Raises EffectUnavailable without one."""

    def write(self, method: str, path: str, until: float, *, query: Json, body: Json | None, kind: str) -> Answered:
        """Gives any answer; ``kind`` is the body's content type. Raises EffectUnavailable where nothing was sent, and
        SentUnanswered.
        """


def whole(parts: Iterable[bytes], until: float) -> bytes:
    """Puts an answer together. Raises SentUnanswered for one that is too long, or not over at ``until``."""
    body = bytearray()
    for part in parts:
        body += part
        if len(body) > LARGEST or time.monotonic() > until:
            raise SentUnanswered(f"it was still answering after {len(body)} bytes")
    return bytes(body)


def read_answer(status: int, body: bytes) -> Answered:
    try:
        said = json.loads(body) if body else {}
    except (ValueError, RecursionError):
        said = {}
    return Answered(status, said if isinstance(said, dict) else {}, body[:500].decode("utf-8", "replace"))


def readable(answer: Answered) -> Answered:
    """Raises EffectUnavailable for an answer that says nothing about what was asked for."""
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise EffectUnavailable(answer.said)
    return answer


def refused_by_target(order: EffectOrder, answer: Answered) -> ActionOutcome:
    """An answer that is no success, to a change. Raises EffectUnavailable where it says that nothing was done and that
    it may be asked again.
    """
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise EffectUnavailable(answer.said)
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return outcome_of(order, EffectStatus.UNKNOWN, f"whether it was done is not known: {answer.said}")
    return outcome_of(order, EffectStatus.FAILED, answer.said)


def unanswered(order: EffectOrder, silence: SentUnanswered) -> ActionOutcome:
    return outcome_of(order, EffectStatus.UNKNOWN, f"whether it was done is not known: {silence}")
