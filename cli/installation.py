"""The installation that a command talks to: found through its data directory, reached with the key it holds."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx

from cli.answering import fail
from local.data_directory import DataDirectory, read_json

_TIMEOUT = httpx.Timeout(30.0, connect=5.0)
#: Query parameters; a name may come several times.
Parameters = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Installation:
    data: DataDirectory
    local: dict[str, Any]

    @property
    def database_url(self) -> str:
        """``SRE_DATABASE_URL`` where it is set, else what the installation runs on."""
        return os.environ.get("SRE_DATABASE_URL") or str(self.local["database_url"])

    def get(self, path: str, parameters: Parameters = ()) -> Any:
        response = self._request(
            "GET", f"{self.local['api_url']}{path}", self.local["api_key"], params=list(parameters)
        )
        return response.json()

    def find(self, path: str) -> Any | None:
        """None: there is no such thing here."""
        url, key = f"{self.local['api_url']}{path}", self.local["api_key"]
        response = self._request("GET", url, key, missing_is_an_answer=True)
        return None if response.status_code == HTTPStatus.NOT_FOUND else response.json()

    def ask(
        self,
        method: str,
        path: str,
        arguments: Mapping[str, Any],
        headers: Mapping[str, str],
        timeout_s: float | None = None,
    ) -> Any:
        """Arguments travel as the query of a GET, as the body of everything else."""
        carried: dict[str, Any] = {"params": dict(arguments)} if method == "GET" else {"json": dict(arguments)}
        if method == "DELETE":
            carried = {}
        if timeout_s is not None:
            carried["timeout"] = httpx.Timeout(timeout_s, connect=5.0)
        url, key = f"{self.local['api_url']}{path}", self.local["api_key"]
        return self._request(method, url, key, headers=dict(headers), **carried).json()

    @contextmanager
    def stream(
        self, path: str, parameters: Mapping[str, str], headers: Mapping[str, str], body: Any = None
    ) -> Iterator[Iterator[str]]:
        """Lines as they come, of a GET, or of a POST where there is a body. Raises httpx.TransportError."""
        url, sent = f"{self.local['api_url']}{path}", {"Authorization": f"Bearer {self.local['api_key']}", **headers}
        asked: dict[str, Any] = {"params": dict(parameters), "headers": sent, "timeout": _TIMEOUT}
        if body is not None:
            asked["json"] = body
        with httpx.stream("GET" if body is None else "POST", url, **asked) as response:
            if response.is_error:
                response.read()
                fail(_explained(response))
            yield response.iter_lines()

    def send_to_webhook(self, source: str, body: bytes) -> httpx.Response:
        webhook = self.local["webhooks"].get(source)
        if webhook is None:
            fail(f"there is no source {source!r}; known are {', '.join(sorted(self.local['webhooks']))}")
        return self._request(
            "POST", webhook["url"], webhook["token"], content=body, headers={"Content-Type": "application/json"}
        )

    def _request(
        self, method: str, url: str, token: str, *, missing_is_an_answer: bool = False, **more: Any
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} | more.pop("headers", {})
        try:
            response = httpx.request(method, url, headers=headers, **{"timeout": _TIMEOUT, **more})
        except httpx.HTTPError as away:
            why = type(away).__name__
            fail(f"{self.local['api_url']} does not answer ({why}); start it with `make run` or `sre run`")
        if response.is_error and not (missing_is_an_answer and response.status_code == HTTPStatus.NOT_FOUND):
            fail(_explained(response))
        return response


def open_installation(data_dir: Path) -> Installation:
    data = DataDirectory(data_dir)
    local = read_json(data.local_file)
    if not local:
        fail(
            f"there is no installation in {data.path}; start one with `make run` or `sre run`,"
            " or name another directory with --data-dir or SRE_DATA_DIR"
        )
    return Installation(data, local)


def remote_or_local(data_dir: Path, url: str | None, token: str | None) -> Installation:
    """Another installation when its address is given, with the key that is given for it."""
    if url is None:
        return open_installation(data_dir)
    if token is None:
        fail("--url needs --token (or SRE_TOKEN): the key of that installation")
    return Installation(DataDirectory(data_dir), {"api_url": url.rstrip("/"), "api_key": token})


def database_url(data_dir: Path) -> str:
    """``SRE_DATABASE_URL``, or the running installation's."""
    given = os.environ.get("SRE_DATABASE_URL")
    if given:
        return given
    installation = open_installation(data_dir)
    if not installation.data.in_use():
        fail(f"the database of {installation.data.path} is not running; start it with `make run` or `sre run`")
    return installation.database_url


def _explained(response: httpx.Response) -> str:
    try:
        problem = response.json()
        words = ": ".join(part for part in (problem.get("title"), problem.get("detail")) if part)
        words += "".join(f"\n  {error['pointer']}: {error['detail']}" for error in problem.get("errors", ()))
        if ways := problem.get("allowed_transitions"):
            words += f"\n  from here it may become: {', '.join(ways)}"
    except (ValueError, AttributeError):
        words = response.text[:200]
    return f"{response.request.url.path} answered {response.status_code} {words}"
