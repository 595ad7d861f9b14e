"""Merge requests of GitLab, by its REST API (version 4)."""

from http import HTTPStatus
from typing import Any, Final, Literal
from urllib.parse import quote

import httpx

from shared.adapters.forges.calling import Token, call, connect, json_of, settled
from shared.ports.pull_requests import PullRequest, PullRequestRefused, PullRequests

_STATES: Final[dict[str, Literal["open", "merged", "closed"]]] = {"opened": "open", "merged": "merged"}
#: Of ``detailed_merge_status``: it will be known in a moment.
_COMPUTING: Final = frozenset({"unchecked", "checking", "preparing", "approvals_syncing"})


class GitLabMergeRequests:
    """Of one project, ``group/name``."""

    def __init__(
        self, project: str, token: Token, *, api: str = "https://gitlab.com/api/v4", client: httpx.Client | None = None
    ) -> None:
        self._path = f"/projects/{quote(project, safe='')}/merge_requests"
        self._client = connect(api, token, lambda read: {"PRIVATE-TOKEN": read}, client)

    def open(self, *, branch: str, base: str, title: str, body: str) -> PullRequest:
        if found := self.find(branch=branch, base=base):
            return found
        asked = {"source_branch": branch, "target_branch": base, "title": title, "description": body}
        try:
            answer = call(self._client, "POST", self._path, json=asked)
        except PullRequestRefused:
            # 409: somebody, or an earlier try of ours, was faster.
            if (found := self.find(branch=branch, base=base)) is not None:
                return found
            raise
        if answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
            raise PullRequestRefused(answer.text[:500])
        return _pull_request(json_of(answer))

    def find(self, *, branch: str, base: str) -> PullRequest | None:
        asked = {"source_branch": branch, "target_branch": base, "order_by": "created_at", "per_page": "1"}
        found = json_of(call(self._client, "GET", self._path, params=asked))
        return _pull_request(found[0]) if found else None

    def merge(self, found: PullRequest, *, commit: str, message: str) -> PullRequest:
        path = f"{self._path}/{found.number}"
        there = _pull_request(json_of(call(self._client, "GET", path)))
        if there.state != "open":
            return there
        asked = {"sha": commit, "merge_commit_message": message}
        answer = settled(
            lambda: call(self._client, "PUT", f"{path}/merge", json=asked),
            lambda: json_of(call(self._client, "GET", path)).get("detailed_merge_status") in _COMPUTING,
        )
        return _pull_request(json_of(answer))

    def close(self) -> None:
        """Gives its connections back."""
        self._client.close()


def _pull_request(said: dict[str, Any]) -> PullRequest:
    state = _STATES.get(said["state"], "closed")
    # Of a merge request that was only moved forward the last commit is the one on the base.
    commit = said.get("merge_commit_sha") or said.get("squash_commit_sha") or said.get("sha")
    return PullRequest(
        number=int(said["iid"]),
        url=str(said["web_url"]),
        state=state,
        merge_commit=commit if state == "merged" else None,
        head=said.get("sha"),
    )


_: type[PullRequests] = GitLabMergeRequests
