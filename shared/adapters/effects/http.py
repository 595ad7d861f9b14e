"""An API over HTTP that is changed: what was never sent is told apart from what was sent and not answered."""

import ssl
import time
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any

from shared.adapters.effects.answers import Answered, Asking, Json, SentUnanswered, read_answer, readable, whole
from shared.adapters.evidence.targets import HttpTarget, bearer_of
from shared.adapters.secret_places import was_refused
from shared.ports.effects import EffectUnavailable

_AGENT = "ameide-sre-coder"


@dataclass(frozen=True)
class ActingConnection:
    """Used by several threads; the client is imported and connects at the first question."""

    place: HttpTarget

    def read(self, path: str, query: dict[str, str], until: float) -> Answered:
        try:
            return readable(self._asked("GET", path, until, {"params": query}))
        except SentUnanswered as silence:
            raise EffectUnavailable(str(silence)) from silence

    def write(
        self, method: str, path: str, until: float, *, query: Json, body: Json | None, kind: str = "application/json"
    ) -> Answered:
        del kind
        return self._asked(method, path, until, {"params": query} | ({} if body is None else {"json": body}))

    def close(self) -> None:
        if "_client" in vars(self):
            self._client.close()

    def _asked(self, method: str, path: str, until: float, asked: dict[str, Any]) -> Answered:
        import httpx  # noqa: PLC0415 - with the client

        left = min(self.place.timeout_s, until - time.monotonic())
        if left <= 0:
            raise EffectUnavailable("no time was left to ask")
        token = self._token()
        try:
            answered = self._answered(method, path, left, until, asked, token)
            is_rotated = answered.status == HTTPStatus.UNAUTHORIZED and was_refused(self.place.token_file, token)
            # Whoever did not know us has done nothing.
            return self._answered(method, path, left, until, asked, self._token()) if is_rotated else answered
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as nobody:
            raise EffectUnavailable(f"{self.place.name}: {type(nobody).__name__}: {nobody}") from nobody
        except httpx.HTTPError as broken:
            raise SentUnanswered(f"{self.place.name}: {type(broken).__name__}: {broken}") from broken

    def _answered(
        self, method: str, path: str, left: float, until: float, asked: dict[str, Any], token: str
    ) -> Answered:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        with self._client.stream(method, path, headers=headers, timeout=left, **asked) as answer:
            return read_answer(answer.status_code, whole(answer.iter_bytes(), until))

    def _token(self) -> str:
        try:
            return bearer_of(self.place.token_file)
        except (OSError, UnicodeDecodeError) as unusable:
            raise EffectUnavailable(f"the token of {self.place.name} cannot be read: {unusable}") from unusable

    @cached_property
    def _client(self) -> Any:
        import httpx  # noqa: PLC0415 - with the client

        try:
            trusted = ssl.create_default_context(cafile=self.place.ca_file or None)
        except OSError as unusable:
            raise EffectUnavailable(f"the authority of {self.place.name} cannot be read: {unusable}") from unusable
        return httpx.Client(base_url=self.place.url, verify=trusted, headers={"User-Agent": _AGENT})


_: type[Asking] = ActingConnection
