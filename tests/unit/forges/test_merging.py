"""Merging at a forge: only the commit that was approved, and a person where a rule there wants one."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from shared.adapters.forges import calling
from shared.adapters.forges.github import GitHubPullRequests
from shared.adapters.forges.gitlab import GitLabMergeRequests
from shared.ports.pull_requests import PullRequest, PullRequestRefused, PullRequests, PullRequestsUnavailable

HEAD, MERGE = "a" * 40, "c" * 40
GITHUB = {
    "number": 7,
    "state": "open",
    "html_url": "https://github.com/acme/shop/pull/7",
    "merged_at": None,
    "merge_commit_sha": None,
    "mergeable": True,
    "head": {"sha": HEAD},
}
GITLAB = {
    "iid": 7,
    "state": "opened",
    "web_url": "https://gitlab.com/acme/shop/-/merge_requests/7",
    "sha": HEAD,
    "merge_commit_sha": None,
    "squash_commit_sha": None,
    "detailed_merge_status": "mergeable",
}
FOUND = PullRequest(number=7, url="https://forge.example/7", state="open", head=HEAD)


class Forge:
    """Answers by method and the end of the path; the last answer of each is given for ever."""

    def __init__(self, **answers: list[httpx.Response | Exception]) -> None:
        self._answers = answers
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answers = self._answers[request.method.lower()]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def client(self) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self))


def ok(said: Any, status: int = 200, **headers: str) -> httpx.Response:
    return httpx.Response(status, json=said, headers=headers)


def github(forge: Forge) -> PullRequests:
    return GitHubPullRequests("acme/shop", "token", client=forge.client)


def gitlab(forge: Forge) -> PullRequests:
    return GitLabMergeRequests("acme/shop", "token", client=forge.client)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(calling, "_PAUSE_S", 0.001)


#: How each forge is asked, shows an open one, and says that it is merged.
Kind = tuple[Callable[[Forge], PullRequests], dict[str, Any], dict[str, Any]]
MERGED = {"sha": MERGE, "merged": True, "message": "Pull Request successfully merged"}
KINDS: list[Kind] = [
    (github, GITHUB, MERGED),
    (gitlab, GITLAB, GITLAB | {"state": "merged", "merge_commit_sha": MERGE}),
]
each_kind = pytest.mark.parametrize(("kind", "open_one", "merged"), KINDS, ids=["github", "gitlab"])


def merge(kind: Callable[[Forge], PullRequests], forge: Forge) -> PullRequest:
    return kind(forge).merge(FOUND, commit=HEAD, message="Revert b (#7)\n\nIncident: 1")


@each_kind
def test_the_commit_is_named_and_the_merge_is_told(kind, open_one, merged):
    forge = Forge(get=[ok(open_one)], put=[ok(merged)])
    found = merge(kind, forge)
    assert (found.state, found.merge_commit) == ("merged", MERGE)
    asked = forge.asked[-1].content.decode()
    assert HEAD in asked
    assert "Incident: 1" in asked


@each_kind
def test_one_that_is_merged_or_closed_is_left_as_it_is(kind, open_one, merged):
    del merged
    for state in ("merged", "closed"):
        said = open_one | ({"merged_at": "2026-03-01T12:00:00Z"} if state == "merged" else {}) | {"state": state}
        forge = Forge(get=[ok(said)])
        assert merge(kind, forge).state == state
        assert [request.method for request in forge.asked] == ["GET"]


#: As GitHub's and GitLab's documentations show them.
REFUSALS = [
    ok({"message": "Pull Request is not mergeable"}, 405),
    ok({"message": "Head branch was modified. Review and try the merge again."}, 409),
    ok({"message": "At least 1 approving review is required by reviewers with write access."}, 405),
    ok({"message": "SHA does not match HEAD of source branch: b"}, 409),
    ok({"message": "Branch cannot be merged"}, 422),
    ok({"message": "Resource not accessible by integration"}, 403),
    ok({"message": "401 Unauthorized"}, 401),
]


@each_kind
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda answer: str(answer.status_code))
def test_a_no_is_for_a_person_and_is_not_asked_again(kind, open_one, merged, refusal):
    del merged
    forge = Forge(get=[ok(open_one)], put=[refusal])
    with pytest.raises(PullRequestRefused):
        merge(kind, forge)
    assert [request.method for request in forge.asked].count("PUT") == 1


@each_kind
def test_what_the_forge_still_computes_is_asked_again(kind, open_one, merged):
    computing = open_one | {"mergeable": None, "detailed_merge_status": "checking"}
    not_yet = ok({"message": "Pull Request is not mergeable"}, 405)
    forge = Forge(get=[ok(open_one), ok(computing)], put=[not_yet, not_yet, ok(merged)])
    assert merge(kind, forge).merge_commit == MERGE
    never = Forge(get=[ok(computing)], put=[not_yet])
    with pytest.raises(PullRequestsUnavailable, match="still being computed"):
        merge(kind, never)


@each_kind
@pytest.mark.parametrize(
    "lost",
    [
        httpx.ReadTimeout("late"),
        ok({"message": "Server Error"}, 502),
        ok({"message": "You have exceeded a secondary rate limit."}, 403, **{"Retry-After": "60"}),
        ok({"message": "Too Many Requests"}, 429),
    ],
)
def test_a_merge_without_an_answer_is_unknown_and_found_when_asked_again(kind, open_one, merged, lost):
    after = open_one | {"merged_at": "2026-03-01T12:00:00Z", "state": "merged", "merge_commit_sha": MERGE}
    del merged
    forge = Forge(get=[ok(open_one), ok(after)], put=[lost])
    with pytest.raises(PullRequestsUnavailable):
        merge(kind, forge)
    assert merge(kind, forge).merge_commit == MERGE


def test_a_merge_request_that_was_moved_forward_has_its_own_last_commit():
    moved = GITLAB | {"state": "merged"}
    assert merge(gitlab, Forge(get=[ok(GITLAB)], put=[ok(moved)])).merge_commit == HEAD


@each_kind
def test_a_token_is_read_anew_for_each_request_and_may_be_missing(kind, open_one, merged):
    del merged
    tokens = iter(["first", "second"])
    forge = Forge(get=[ok([open_one])])
    known: Callable[..., PullRequests] = GitHubPullRequests if kind is github else GitLabMergeRequests
    pulls = known("acme/shop", lambda: next(tokens), client=forge.client)
    for _ in range(2):
        pulls.find(branch="sre/x", base="main")
    sent = [request.headers.get("authorization") or request.headers["private-token"] for request in forge.asked]
    assert [each.removeprefix("Bearer ") for each in sent] == ["first", "second"]

    def gone() -> str:
        raise FileNotFoundError("/var/run/secrets/token")

    with pytest.raises(PullRequestsUnavailable, match="FileNotFoundError"):
        known("acme/shop", gone, client=forge.client).find(branch="sre/x", base="main")
