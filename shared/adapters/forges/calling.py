"""Calling a forge's API: bounded in time and size, and every answer is one of three: yes, no, or not now."""

import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import httpx

from shared.ports.pull_requests import PullRequestRefused, PullRequestsUnavailable

Token = str | Callable[[], str]
TIMEOUT = httpx.Timeout(20.0, connect=5.0)
_TRIES, _PAUSE_S = 5, 1.0
_LONGEST_ANSWER = 4 * 2**20
_NOT_NOW = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


def connect(
    api: str, token: Token, header: Callable[[str], dict[str, str]], client: httpx.Client | None
) -> httpx.Client:
    """Makes a client of an API; a ``token`` that is a function is asked before each request."""

    def signed(request: httpx.Request) -> httpx.Request:
        request.headers.update(header(token() if callable(token) else token))
        return request

    client = client or httpx.Client(timeout=TIMEOUT)
    client.base_url = httpx.URL(api)
    client.auth = signed
    return client


def call(client: httpx.Client, method: str, path: str, **arguments: Any) -> httpx.Response:
    """Gives an answer of success or of 422, whose meaning is the caller's.

    Raises PullRequestRefused for any other no, and PullRequestsUnavailable where there is no answer, it is too long,
    the server fails or asks to wait, or the token cannot be read.
    """
    try:
        with client.stream(method, path, **arguments) as response:
            content = _read(response)
    except (httpx.HTTPError, OSError) as away:
        raise PullRequestsUnavailable(f"{method} {path}: {type(away).__name__}") from away
    answer = httpx.Response(response.status_code, headers=_plain(response.headers), content=content)
    if answer.is_success or answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
        return answer
    if answer.is_server_error or answer.status_code in _NOT_NOW or _is_limited(answer):
        raise PullRequestsUnavailable(_said(method, path, answer), _retry_after_s(answer))
    raise PullRequestRefused(_said(method, path, answer))


def settled(ask: Callable[[], httpx.Response], is_computing: Callable[[], bool]) -> httpx.Response:
    """Asks for a merge; a no while the other side still computes whether it is possible is asked again a few times.

    Raises PullRequestRefused and PullRequestsUnavailable.
    """
    for _ in range(_TRIES):
        try:
            answer = ask()
            if answer.is_success:
                return answer
            refused = PullRequestRefused(message_of(answer))
        except PullRequestRefused as no:
            refused = no
        if not is_computing():
            raise refused
        time.sleep(_PAUSE_S)
    raise PullRequestsUnavailable("whether it can be merged is still being computed")


def json_of(response: httpx.Response) -> Any:
    """Raises PullRequestsUnavailable: what answers is not the API, a proxy's page for instance."""
    try:
        return response.json()
    except ValueError as invalid:
        raise PullRequestsUnavailable("the answer is not JSON") from invalid


def message_of(response: httpx.Response) -> str:
    """What the other side says of a refusal, short, in one line."""
    try:
        said = response.json()
    except ValueError:
        return response.text[:200]
    parts = [said.get("message"), *(said.get("errors") or [])] if isinstance(said, dict) else [said]
    return " ".join(" ".join(str(part) for part in parts if part).split())[:500]


def _read(response: httpx.Response) -> bytes:
    content = b""
    for part in response.iter_bytes():
        content += part
        if len(content) > _LONGEST_ANSWER:
            raise PullRequestsUnavailable(f"the answer is longer than {_LONGEST_ANSWER} bytes")
    return content


def _plain(headers: httpx.Headers) -> dict[str, str]:
    """What was unpacked is not packed any more."""
    return {name: value for name, value in headers.items() if name != "content-encoding"}


def _is_limited(answer: httpx.Response) -> bool:
    """GitHub says its limits with 403."""
    forbidden = answer.status_code == HTTPStatus.FORBIDDEN
    return forbidden and (
        "retry-after" in answer.headers
        or answer.headers.get("x-ratelimit-remaining") == "0"
        or "rate limit" in answer.text.lower()
    )


def _retry_after_s(answer: httpx.Response) -> float | None:
    after = answer.headers.get("retry-after", "")
    if after.isascii() and after.isdigit():
        return float(after)
    reset = answer.headers.get("x-ratelimit-reset", "")
    if answer.headers.get("x-ratelimit-remaining") == "0" and reset.isascii() and reset.isdigit():
        return _from_its_clock(answer, float(reset))
    return None


def _from_its_clock(answer: httpx.Response, until: float) -> float | None:
    """Seconds from when it was answered, by the clock of whoever answered."""
    try:
        answered = parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return None
    return max(0.0, until - answered.timestamp())


def _said(method: str, path: str, answer: httpx.Response) -> str:
    return f"{method} {path} answered {answer.status_code}: {message_of(answer)}"
