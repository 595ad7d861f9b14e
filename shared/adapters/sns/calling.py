"""The two things that are asked of SNS itself: its signing certificates, and that it may send here.

Both addresses are made or checked by whoever calls; nothing is followed elsewhere, and every answer is bounded.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from urllib.parse import urlencode

from shared.adapters.sns.envelope import TopicArn
from shared.ports.intake import IntakeUnavailable
from shared.ports.webhook import UnexpectedPayload

#: Seconds, also for the whole of an answer.
_PATIENCE_S = 5.0
_LONGEST_ANSWER = 65_536
_BELIEVED_S = 24 * 3600.0
#: An address without a certificate is left alone for so long.
_DOUBTED_S = 60.0
_REMEMBERED = 64
_OK, _SERVER_ERROR = 200, 500

#: Gives status and body of an answer to GET. Raises IntakeUnavailable when there is none.
HttpGet = Callable[[str], tuple[int, bytes]]


def get(url: str) -> tuple[int, bytes]:
    """Asks without following redirects, within seconds and bytes. Raises IntakeUnavailable."""
    import httpx  # noqa: PLC0415 - only for who gets such posts

    body = bytearray()
    until = time.monotonic() + _PATIENCE_S
    try:
        with httpx.stream("GET", url, timeout=_PATIENCE_S, follow_redirects=False) as answer:
            for part in answer.iter_bytes():
                body += part
                if len(body) > _LONGEST_ANSWER or time.monotonic() > until:
                    raise IntakeUnavailable("SNS answers with too much, or too slowly")
            return answer.status_code, bytes(body)
    except httpx.HTTPError as away:
        raise IntakeUnavailable(f"SNS does not answer: {type(away).__name__}") from away


@dataclass(frozen=True, slots=True)
class _Remembered:
    #: None: there is no certificate.
    pem: bytes | None
    until: float


class SigningCertificates:
    """Certificates by address, believed for a day; so many addresses are remembered, however many somebody makes up."""

    def __init__(self, ask: HttpGet = get, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask
        self._monotonic = monotonic
        self._known: dict[str, _Remembered] = {}
        self._lock = Lock()

    def __call__(self, url: str) -> bytes:
        """Gives the PEM at ``url``, whose host was checked. Raises IntakeUnavailable, UnexpectedPayload."""
        remembered = self._known.get(url)
        if remembered is None or self._monotonic() >= remembered.until:
            remembered = self._read(url)
            with self._lock:
                if len(self._known) >= _REMEMBERED:
                    self._known.clear()
                self._known[url] = remembered
        if remembered.pem is None:
            raise UnexpectedPayload("SNS has no certificate at SigningCertURL")
        return remembered.pem

    def _read(self, url: str) -> _Remembered:
        status, body = self._ask(url)
        if status >= _SERVER_ERROR:
            raise IntakeUnavailable(f"SNS answers with {status}")
        found = status == _OK
        return _Remembered(body if found else None, self._monotonic() + (_BELIEVED_S if found else _DOUBTED_S))


class Confirming:
    """Says to SNS that a topic may send here."""

    def __init__(self, ask: HttpGet = get) -> None:
        self._ask = ask

    def __call__(self, topic: TopicArn, token: str) -> None:
        """Confirms by an address of our own making: what the post says of where to go is not followed.

        Raises IntakeUnavailable, and UnexpectedPayload where SNS refuses the token.
        """
        asked = urlencode({"Action": "ConfirmSubscription", "TopicArn": topic.arn, "Token": token})
        status, _ = self._ask(f"https://{topic.host}/?{asked}")
        if status >= _SERVER_ERROR:
            raise IntakeUnavailable(f"SNS answers with {status}")
        if status != _OK:
            raise UnexpectedPayload(f"SNS did not confirm the subscription ({status}): subscribe once more")
