"""A forge that answers as GitHub does, over a real bare repository: what it merges is merged there."""

import json
from dataclasses import dataclass, field
from typing import Any

import httpx

from shared.adapters.forges.github import GitHubPullRequests
from tests.support.git_server import GitServer

NOT_MERGEABLE = {
    "message": "Pull Request is not mergeable",
    "documentation_url": "https://docs.github.com/rest/pulls/pulls#merge-a-pull-request",
    "status": "405",
}
HEAD_MOVED = {
    "message": "Head branch was modified. Review and try the merge again.",
    "documentation_url": "https://docs.github.com/rest/pulls/pulls#merge-a-pull-request",
    "status": "409",
}


@dataclass
class GitHub:
    """Repository ``acme/shop``. ``answers`` are given first, each once, to the request that its key names."""

    server: GitServer
    asked: list[str] = field(default_factory=list)
    answers: dict[str, list[httpx.Response | Exception]] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    """Requests, ``PUT merge``, that are carried out and whose answer never arrives; each once."""
    pulls: list[dict[str, Any]] = field(default_factory=list)

    @property
    def pull_requests(self) -> GitHubPullRequests:
        return GitHubPullRequests("acme/shop", "token", client=httpx.Client(transport=httpx.MockTransport(self)))

    def __call__(self, request: httpx.Request) -> httpx.Response:
        what = request.url.path.removeprefix("/repos/acme/shop/")
        name = f"{request.method} {what.split('/')[-1] if not what[-1].isdigit() else 'pull'}"
        self.asked.append(name)
        if self.answers.get(name):
            answer = self.answers[name].pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer
        done = self._done(name, what, request)
        if name in self.lost:
            self.lost.remove(name)
            raise httpx.ReadTimeout("late")
        return done

    def _done(self, name: str, what: str, request: httpx.Request) -> httpx.Response:
        match name:
            case "GET pulls":
                head = request.url.params["head"].removeprefix("acme:")
                return ok([self._shown(each) for each in reversed(self.pulls) if each["head"]["ref"] == head][:1])
            case "POST pulls":
                return self._opened(json.loads(request.content))
            case "GET pull":
                return ok(self._shown(self.pulls[int(what.rsplit("/", maxsplit=1)[-1]) - 1]))
            case "PUT merge":
                return self._merged(self.pulls[int(what.split("/")[-2]) - 1], json.loads(request.content))
            case _:
                return ok({"message": "Not Found"}, 404)

    def _opened(self, asked: dict[str, Any]) -> httpx.Response:
        number = len(self.pulls) + 1
        url = f"https://github.com/acme/shop/pull/{number}"
        head, base = {"ref": asked["head"]}, {"ref": asked["base"]}
        said = {"number": number, "state": "open", "html_url": url, "title": asked["title"], "body": asked["body"]}
        self.pulls.append(
            {**said, "merged_at": None, "merge_commit_sha": None, "mergeable": True} | {"head": head, "base": base}
        )
        return ok(self._shown(self.pulls[-1]), 201)

    def _shown(self, pull: dict[str, Any]) -> dict[str, Any]:
        if pull["state"] == "open":
            pull["head"]["sha"] = self.server.git("rev-parse", pull["head"]["ref"]).strip()
        return pull

    def _merged(self, pull: dict[str, Any], asked: dict[str, Any]) -> httpx.Response:
        head = self._shown(pull)["head"]
        if asked["sha"] != head["sha"]:
            return ok(HEAD_MOVED, 409)
        base = self.server.git("rev-parse", "main").strip()
        if base != self.server.git("merge-base", base, head["sha"]).strip():
            return ok(NOT_MERGEABLE, 405)
        tree = self.server.git("rev-parse", f"{head['sha']}^{{tree}}").strip()
        message = f"{asked['commit_title']}\n\n{asked['commit_message']}"
        merge = self.server.git("commit-tree", tree, "-p", base, "-p", head["sha"], "-m", message).strip()
        self.server.git("update-ref", "refs/heads/main", merge)
        pull.update(state="closed", merged_at="2026-03-01T12:00:00Z", merge_commit_sha=merge)
        return ok({"sha": merge, "merged": True, "message": "Pull Request successfully merged"})

    def squash(self, number: int) -> str:
        """As a person does by the button: one commit with the request's title that has only the base before it."""
        pull = self._shown(self.pulls[number - 1])
        base, head = (self.server.git("rev-parse", each).strip() for each in ("main", pull["head"]["sha"]))
        tree = self.server.git("merge-tree", "--write-tree", base, head).split()[0]
        message = f"{pull['title']} (#{number})"
        squashed = self.server.git("commit-tree", tree, "-p", base, "-m", message).strip()
        self.server.git("update-ref", "refs/heads/main", squashed)
        self.server.git("update-ref", "-d", f"refs/heads/{pull['head']['ref']}")
        pull.update(state="closed", merged_at="2026-03-01T12:00:00Z", merge_commit_sha=squashed)
        return squashed


def ok(said: Any, status: int = 200, **headers: str) -> httpx.Response:
    return httpx.Response(status, json=said, headers=headers)
