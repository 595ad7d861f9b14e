"""A JSON API that is read over HTTP: bounded in time and bytes, every refusal told by its kind."""

import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any

import httpx

from shared.adapters.evidence.answers import json_object, problem_of_status, said
from shared.adapters.evidence.target import NotRead, Target
from shared.adapters.evidence.targets import HttpTarget, bearer_of
from shared.adapters.secret_places import was_refused
from shared.diagnosis.evidence import EvidenceProblem

#: Bytes of one answer.
LARGEST = 8_000_000
_AGENT = "ameide-sre"


@dataclass(frozen=True)
class HttpConnection:
    """Used by several threads; connects at the first question."""

    place: HttpTarget
    target: Target
    headers: Callable[[], Mapping[str, str]] = dict
    """Gives what each request says of who asks, besides the target's token. May raise OSError and httpx's errors."""

    def get(self, path: str, query: Mapping[str, str], until: float) -> dict[str, Any]:
        """Reads a JSON object. Raises NotRead."""
        return self._object("GET", path, {"params": query}, until)

    def post(self, path: str, form: Mapping[str, str], until: float) -> dict[str, Any]:
        """Asks a question that is too long for an address, and reads a JSON object. Raises NotRead."""
        return self._object("POST", path, {"data": form}, until)

    def close(self) -> None:
        if "_client" in vars(self):
            self._client.close()

    def _object(self, method: str, path: str, asked: Mapping[str, Any], until: float) -> dict[str, Any]:
        return json_object(self.target.ask(lambda left: self._asked(method, path, asked, left, until), until))

    def _asked(self, method: str, path: str, asked: Mapping[str, Any], left: float, until: float) -> bytes:
        try:
            token = bearer_of(self.place.token_file)
            answer, body = self._answered(method, path, asked, left, until, token)
            if answer.status_code == HTTPStatus.UNAUTHORIZED and was_refused(self.place.token_file, token):
                token = bearer_of(self.place.token_file)
                answer, body = self._answered(method, path, asked, left, until, token)
        except httpx.TimeoutException as late:
            raise NotRead(EvidenceProblem.TIMEOUT, f"no answer within {left:g} s") from late
        except httpx.HTTPError as broken:
            raise NotRead(EvidenceProblem.UNREACHABLE, f"{type(broken).__name__}: {broken}") from broken
        except OSError as unusable:
            raise NotRead(EvidenceProblem.NOT_CONFIGURED, f"{type(unusable).__name__}: {unusable}") from unusable
        if answer.status_code != HTTPStatus.OK:
            status = answer.status_code
            raise NotRead(problem_of_status(status), said(status, body), status=status)
        return body

    def _answered(
        self, method: str, path: str, asked: Mapping[str, Any], left: float, until: float, token: str
    ) -> tuple[httpx.Response, bytes]:
        headers = {**({"Authorization": f"Bearer {token}"} if token else {}), **self.headers()}
        with self._client.stream(method, path, headers=headers, timeout=left, **asked) as answer:
            return answer, _read(answer, until)

    @cached_property
    def _client(self) -> httpx.Client:
        trusted = ssl.create_default_context(cafile=self.place.ca_file or None)
        return httpx.Client(base_url=self.place.url, verify=trusted, headers={"User-Agent": _AGENT})


def _read(answer: httpx.Response, until: float) -> bytes:
    body = bytearray()
    for part in answer.iter_bytes():
        body += part
        if len(body) > LARGEST:
            raise NotRead(EvidenceProblem.TRUNCATED, f"an answer of more than {LARGEST} bytes")
        if time.monotonic() > until:
            raise NotRead(EvidenceProblem.TIMEOUT, f"it was still answering after {len(body)} bytes")
    return bytes(body)
