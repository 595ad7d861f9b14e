"""Pull requests in the shapes in which GitHub and GitLab answer: one for a branch, whatever fails in between."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from shared.adapters.forges.github import GitHubPullRequests
from shared.adapters.forges.gitlab import GitLabMergeRequests
from shared.ports.pull_requests import PullRequest, PullRequestRefused, PullRequests, PullRequestsUnavailable

Answer = httpx.Response | Exception
ASKED = {"branch": "sre/inc-7", "base": "main", "title": "Roll back", "body": "INC-7"}
WHERE = {"branch": "sre/inc-7", "base": "main"}

GITHUB = {
    "number": 7,
    "state": "open",
    "html_url": "https://github.com/acme/shop/pull/7",
    "merged_at": None,
    "merge_commit_sha": "c" * 40,
}
GITLAB = {
    "iid": 7,
    "state": "opened",
    "web_url": "https://gitlab.com/acme/shop/-/merge_requests/7",
    "merge_commit_sha": None,
    "squash_commit_sha": None,
}
#: Validation of GitHub, as its documentation shows it.
EXISTS = {
    "message": "Validation Failed",
    "errors": [
        {
            "resource": "PullRequest",
            "code": "custom",
            "message": "A pull request already exists for acme:sre/inc-7.",
        }
    ],
    "documentation_url": "https://docs.github.com/rest/pulls/pulls#create-a-pull-request",
}
NO_COMMITS = {
    "message": "Validation Failed",
    "errors": [{"resource": "PullRequest", "code": "custom", "message": "No commits between main and sre/inc-7"}],
}


class Forge:
    """Answers in order, and remembers what it was asked."""

    def __init__(self, *answers: Answer) -> None:
        self._answers = list(answers)
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def client(self) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self))


def github(forge: Forge) -> PullRequests:
    return GitHubPullRequests("acme/shop", "token", client=forge.client)


def gitlab(forge: Forge) -> PullRequests:
    return GitLabMergeRequests("acme/shop", "token", client=forge.client)


def ok(said: Any, status: int = 200, **headers: str) -> httpx.Response:
    return httpx.Response(status, json=said, headers=headers)


KINDS: list[tuple[Callable[[Forge], PullRequests], dict[str, Any], str]] = [
    (github, GITHUB, "https://github.com/acme/shop/pull/7"),
    (gitlab, GITLAB, "https://gitlab.com/acme/shop/-/merge_requests/7"),
]
each_kind = pytest.mark.parametrize(("kind", "said", "url"), KINDS, ids=["github", "gitlab"])


@each_kind
def test_one_is_opened_where_there_is_none(kind, said, url):
    forge = Forge(ok([]), ok(said, 201))
    assert kind(forge).open(**ASKED) == PullRequest(number=7, url=url, state="open")
    assert [request.method for request in forge.asked] == ["GET", "POST"]
    assert {request.url.host for request in forge.asked} <= {"api.github.com", "gitlab.com"}


@each_kind
def test_one_that_is_there_is_given_and_none_is_opened(kind, said, url):
    forge = Forge(ok([said]))
    assert kind(forge).open(**ASKED).url == url
    assert len(forge.asked) == 1


@each_kind
def test_who_was_faster_has_opened_it(kind, said, url):
    taken = ok(EXISTS, 422) if kind is github else ok({"message": ["Another open merge request already exists"]}, 409)
    forge = Forge(ok([]), taken, ok([said]))
    assert kind(forge).open(**ASKED).url == url


@each_kind
@pytest.mark.parametrize("lost", [httpx.ReadTimeout("late"), httpx.ConnectError("away"), ok({}, 502)])
def test_what_is_not_answered_is_unknown_and_found_when_asked_again(kind, said, url, lost):
    forge = Forge(ok([]), lost, ok([said]))
    pulls = kind(forge)
    with pytest.raises(PullRequestsUnavailable):
        pulls.open(**ASKED)
    assert pulls.open(**ASKED).url == url
    assert [request.method for request in forge.asked] == ["GET", "POST", "GET"]


@each_kind
def test_a_merged_one_has_its_commit(kind, said, url):
    merged = said | {"merged_at": "2026-03-01T12:00:00Z", "state": "closed"} if kind is github else said
    merged = merged | {"merge_commit_sha": "c" * 40} | ({} if kind is github else {"state": "merged"})
    found = kind(Forge(ok([merged]))).find(**WHERE)
    assert found == PullRequest(number=7, url=url, state="merged", merge_commit="c" * 40)
    closed = said | {"state": "closed"}
    assert kind(Forge(ok([closed]))).find(**WHERE).state == "closed"


def test_a_branch_without_a_difference_is_refused_in_the_others_words():
    with pytest.raises(PullRequestRefused, match="No commits between"):
        github(Forge(ok([]), ok(NO_COMMITS, 422), ok([]))).open(**ASKED)


@each_kind
@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_no_is_a_no(kind, said, url, status):
    with pytest.raises(PullRequestRefused, match=str(status)):
        kind(Forge(ok({"message": "Not Found"}, status))).find(**WHERE)


#: 12:01:30 on that day.
LIMITED = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1772366490"}


@pytest.mark.parametrize(
    ("answer", "retry_after_s"),
    [
        (ok({"message": "You have exceeded a secondary rate limit."}, 403), None),
        (ok({"message": "You have exceeded a secondary rate limit."}, 403, **{"Retry-After": "60"}), 60.0),
        (ok({"message": "slow down"}, 429, **{"Retry-After": "5"}), 5.0),
        (ok({"message": "API limit"}, 403, **LIMITED, Date="Sun, 01 Mar 2026 12:00:00 GMT"), 90.0),
        (ok({"message": "API limit"}, 403, **LIMITED, Date="Sun, 01 Mar 2026 13:00:00 GMT"), 0.0),
        (ok({"message": "API limit"}, 403, **LIMITED), None),
    ],
)
def test_a_limit_asks_to_wait(answer, retry_after_s):
    with pytest.raises(PullRequestsUnavailable) as limited:
        github(Forge(answer)).find(**WHERE)
    assert limited.value.retry_after_s == retry_after_s


@each_kind
def test_a_page_of_a_proxy_and_an_endless_answer_are_no_answers(kind, said, url):
    with pytest.raises(PullRequestsUnavailable, match="not JSON"):
        kind(Forge(httpx.Response(200, text="<html>"))).find(**WHERE)
    with pytest.raises(PullRequestsUnavailable, match="longer than"):
        kind(Forge(httpx.Response(200, content=b"[" * 5_000_000))).find(**WHERE)
