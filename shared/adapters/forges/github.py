"""Pull requests of GitHub, by its REST API (version 2022-11-28)."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

import httpx

from shared.adapters.forges.calling import Token, call, connect, json_of, message_of, settled
from shared.ports.pull_requests import PullRequest, PullRequestRefused, PullRequests

_HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}


class GitHubPullRequests:
    """Of one repository, ``owner/name``."""

    def __init__(
        self, repository: str, token: Token, *, api: str = "https://api.github.com", client: httpx.Client | None = None
    ) -> None:
        self._repository, self._owner = repository, repository.partition("/")[0]
        self._client = connect(api, token, lambda read: {**_HEADERS, "Authorization": f"Bearer {read}"}, client)

    def open(self, *, branch: str, base: str, title: str, body: str) -> PullRequest:
        if found := self.find(branch=branch, base=base):
            return found
        asked = {"title": title, "body": body, "head": branch, "base": base, "maintainer_can_modify": True}
        answer = call(self._client, "POST", f"/repos/{self._repository}/pulls", json=asked)
        if answer.status_code != HTTPStatus.UNPROCESSABLE_ENTITY:
            return _pull_request(json_of(answer))
        # Somebody, or an earlier try of ours, was faster.
        if (found := self.find(branch=branch, base=base)) is not None:
            return found
        raise PullRequestRefused(message_of(answer))

    def find(self, *, branch: str, base: str) -> PullRequest | None:
        asked = {"head": f"{self._owner}:{branch}", "base": base, "state": "all", "sort": "created", "per_page": "1"}
        path = f"/repos/{self._repository}/pulls"
        found = json_of(call(self._client, "GET", path, params=asked | {"direction": "desc"}))
        return _pull_request(found[0]) if found else None

    def merge(self, found: PullRequest, *, commit: str, message: str) -> PullRequest:
        path = f"/repos/{self._repository}/pulls/{found.number}"
        there = _pull_request(json_of(call(self._client, "GET", path)))
        if there.state != "open":
            return there
        title, _, body = message.partition("\n\n")
        asked = {"sha": commit, "merge_method": "merge", "commit_title": title[:250], "commit_message": body}
        answer = settled(
            lambda: call(self._client, "PUT", f"{path}/merge", json=asked),
            lambda: json_of(call(self._client, "GET", path)).get("mergeable", False) is None,
        )
        return replace(there, state="merged", merge_commit=json_of(answer).get("sha"))

    def close(self) -> None:
        """Gives its connections back."""
        self._client.close()


def _pull_request(said: dict[str, Any]) -> PullRequest:
    merged = said.get("merged_at") is not None
    return PullRequest(
        number=int(said["number"]),
        url=str(said["html_url"]),
        state="merged" if merged else "open" if said["state"] == "open" else "closed",
        merge_commit=said.get("merge_commit_sha") if merged else None,
        head=(said.get("head") or {}).get("sha"),
    )


_: type[PullRequests] = GitHubPullRequests
