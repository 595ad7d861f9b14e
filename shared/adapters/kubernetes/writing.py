"""One cluster's API as it is changed: raw JSON, and what was never sent is told apart from what was not answered."""

import time
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

from shared.adapters.effects.answers import Answered, Asking, Json, SentUnanswered, read_answer, readable, whole
from shared.adapters.evidence.target import NotRead
from shared.adapters.evidence.targets import ClusterTarget
from shared.adapters.kubernetes.connection import connect
from shared.ports.effects import EffectUnavailable

_AGENT = "ameide-sre-coder"
_PART = 65_536
_LOADING = Lock()


@dataclass(frozen=True)
class ClusterWriter:
    """Used by several threads; the client is imported and connects at the first question."""

    cluster: ClusterTarget

    def read(self, path: str, query: dict[str, str], until: float) -> Answered:
        try:
            return readable(self._asked("GET", path, until, query=query, body=None, kind=""))
        except SentUnanswered as silence:
            raise EffectUnavailable(str(silence)) from silence

    def write(self, method: str, path: str, until: float, *, query: Json, body: Json | None, kind: str) -> Answered:
        return self._asked(method, path, until, query=query, body=body, kind=kind)

    def close(self) -> None:
        if "_client" in vars(self):
            self._client.close()

    def _asked(self, method: str, path: str, until: float, *, query: Json, body: Json | None, kind: str) -> Answered:
        import urllib3  # noqa: PLC0415 - with the client

        left = min(self.cluster.timeout_s, until - time.monotonic())
        if left <= 0:
            raise EffectUnavailable("no time was left to ask")
        request = self._request(method, path, query, body, kind)
        try:
            answer = self._client.call_api(*request, _request_timeout=(left, left)).response
            try:
                return read_answer(answer.status, whole(answer.stream(_PART), until))
            finally:
                answer.close() if answer.length_remaining else answer.release_conn()
        except (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError) as nobody:
            raise EffectUnavailable(f"{self.cluster.name}: {nobody}") from nobody
        except (urllib3.exceptions.HTTPError, OSError) as broken:
            raise SentUnanswered(f"{self.cluster.name}: {type(broken).__name__}: {broken}") from broken

    def _request(self, method: str, path: str, query: Json, body: Json | None, kind: str) -> tuple[Any, ...]:
        headers = {"Accept": "application/json"} | ({"Content-Type": kind} if kind else {})
        try:
            return tuple(
                self._client.param_serialize(
                    method,
                    path,
                    query_params=list(query.items()),
                    header_params=headers,
                    body=body,
                    auth_settings=["BearerToken"],
                )
            )
        except (OSError, UnicodeDecodeError) as unusable:
            raise EffectUnavailable(f"the token of {self.cluster.name} cannot be read: {unusable}") from unusable

    @cached_property
    def _client(self) -> Any:
        with _LOADING:
            try:
                client = connect(self.cluster)
            except NotRead as unusable:
                raise EffectUnavailable(f"{self.cluster.name}: {unusable.detail}") from unusable
            client.user_agent = _AGENT
            return client


_: type[Asking] = ClusterWriter
