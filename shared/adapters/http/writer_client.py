"""The way to the writer over HTTP: intents as structured CloudEvents, outcomes back at once."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

import httpx

from shared.adapters.deadline import left
from shared.adapters.http.outcome_json import outcomes_from_json
from shared.adapters.http.service_identity import Tokens
from shared.kernel.envelope import Envelope
from shared.ports.failpoint import failpoint
from shared.ports.outcome import Outcome, WriterUnavailable

_TIMEOUT = httpx.Timeout(35.0, connect=5.0)


class WriterClient:
    """``encode`` gives one structured event as JSON; ``audience`` is what the writer expects its tokens to name."""

    def __init__(
        self,
        url: str,
        *,
        audience: str,
        tokens: Tokens,
        encode: Callable[[Envelope[Any]], str],
        client: httpx.Client | None = None,
    ) -> None:
        self._url = url
        self._audience = audience
        self._tokens = tokens
        self._encode = encode
        self._client = client or httpx.Client(timeout=_TIMEOUT, follow_redirects=False)

    def submit(self, envelopes: Sequence[Envelope[Any]]) -> Sequence[Outcome]:
        body = f'{{"events":[{",".join(self._encode(envelope) for envelope in envelopes)}]}}'.encode()
        failpoint("gate.submit")
        try:
            token = self._tokens.token(self._audience)
            headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
            response = self._post(body, headers)
            response.raise_for_status()
            outcomes = outcomes_from_json(response.json())
        except (httpx.HTTPError, OSError, ValueError) as failed:
            raise WriterUnavailable(_why(failed)) from failed
        failpoint("gate.submitted")
        return _in_order(envelopes, outcomes)

    def _post(self, body: bytes, headers: dict[str, str]) -> httpx.Response:
        """A kept connection that the other side has closed fails at once; message ids make asking again harmless."""
        try:
            return self._client.post(self._url, content=body, headers=headers, timeout=self._timeout())
        except (httpx.NetworkError, httpx.RemoteProtocolError):
            return self._client.post(self._url, content=body, headers=headers, timeout=self._timeout())

    def _timeout(self) -> httpx.Timeout:
        """No longer than the work may take that the answer is for."""
        usual, time_left = self._client.timeout, left()
        if time_left is None:
            return usual
        shortest = max(0.1, time_left)
        return httpx.Timeout(min(usual.read or shortest, shortest), connect=min(usual.connect or shortest, shortest))


def _in_order(envelopes: Sequence[Envelope[Any]], outcomes: Sequence[Outcome]) -> list[Outcome]:
    answered = {outcome.message_id: outcome for outcome in outcomes}
    missing = sum(envelope.message_id not in answered for envelope in envelopes)
    if missing:
        raise WriterUnavailable(f"the writer said nothing about {missing} of {len(envelopes)} messages")
    return [answered[envelope.message_id] for envelope in envelopes]


def _why(failed: Exception) -> str:
    if isinstance(failed, httpx.HTTPStatusError):
        status = HTTPStatus(failed.response.status_code)
        return f"the writer answered {status.value} {status.phrase}"
    return f"the writer cannot be reached or understood ({type(failed).__name__})"
