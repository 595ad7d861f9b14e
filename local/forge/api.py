"""GitHub's REST API (version 2022-11-28), as far as pull requests of one repository need it, and a page for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from local.forge.pulls import Pulls
from local.forge.refusals import ForgeRefused, not_found
from local.world.access import OPEN, WorldAccess, WorldUser
from local.world.audit import AuditEntry, AuditLog
from local.world.requests import WorldAnswer, WorldRequest, as_json

_TEXT: Final = "text/plain; charset=utf-8"
_VERBS: Final[Mapping[str, str]] = {"POST": "open", "PATCH": "change", "PUT": "merge"}


@dataclass(slots=True)
class ForgeApi:
    pulls: Pulls
    access: WorldAccess = OPEN
    audit: AuditLog = field(default_factory=AuditLog.nowhere)

    def answer(self, request: WorldRequest) -> WorldAnswer:
        try:
            with self.pulls.lock:
                if request.path[:-1] == (*self.pulls.project.split("/"), "pull"):
                    return self._page(request.path[-1])
        except ForgeRefused as refused:
            return refused.answer
        user = self.access.user(request.bearer)
        if user is None:
            return ForgeRefused(HTTPStatus.UNAUTHORIZED, "Bad credentials").answer
        with self.pulls.lock:
            try:
                answer = self._answered(request, user)
            except ForgeRefused as refused:
                answer = refused.answer
        if request.method != "GET":
            self.audit.write(_entry(request, user, answer.status))
        return answer

    def _answered(self, request: WorldRequest, user: WorldUser) -> WorldAnswer:
        if request.path[:3] != ("repos", *self.pulls.project.split("/")):
            raise not_found()
        if request.method != "GET" and not user.may_write:
            raise ForgeRefused(HTTPStatus.FORBIDDEN, "Resource not accessible by personal access token")
        match request.method, *request.path[3:]:
            case ["GET", "pulls"]:
                return as_json(self.pulls.every(request.query))
            case ["GET", "pulls", number]:
                return as_json(self.pulls.one(number))
            case ["POST", "pulls"]:
                return as_json(self.pulls.open(_body(request), user), HTTPStatus.CREATED)
            case ["PATCH", "pulls", number]:
                return as_json(self.pulls.close(number, _body(request)))
            case ["PUT", "pulls", number, "merge"]:
                return as_json(self.pulls.merge(number, _body(request), user))
            case ["GET", "branches", *name]:
                return as_json(self._branch("/".join(name)))
            case _:
                raise not_found()

    def _branch(self, name: str) -> dict[str, Any]:
        commit = self.pulls.merges.branch(name)
        if commit is None:
            raise ForgeRefused(HTTPStatus.NOT_FOUND, "Branch not found")
        return {"name": name, "commit": {"sha": commit}, "protected": name == "main"}

    def _page(self, number: str) -> WorldAnswer:
        """A pull request as a person reads it: who asks for what, and the difference."""
        found = self.pulls.find(number)
        state = "merged" if found.merged_at else "open" if found.is_open else "closed"
        git = self.pulls.merges.repository.git
        difference = git.ask("diff", f"{found.base_sha}...{found.head_sha}").text
        lines = (f"#{found.number} {found.title}", f"{state}: {found.head} into {found.base}", "", found.body, "")
        return WorldAnswer(HTTPStatus.OK, "\n".join((*lines, difference)).encode(), kind=_TEXT)


def _body(request: WorldRequest) -> dict[str, Any]:
    try:
        found = request.json()
    except ValueError as wrong:
        raise ForgeRefused(HTTPStatus.BAD_REQUEST, "Problems parsing JSON") from wrong
    if not isinstance(found, dict):
        raise ForgeRefused(HTTPStatus.BAD_REQUEST, "Body should be a JSON object")
    return found


def _entry(request: WorldRequest, user: WorldUser, code: int) -> AuditEntry:
    number = next((part for part in request.path[4:] if part.isdecimal()), "")
    verb = _VERBS.get(request.method, request.method.lower())
    return AuditEntry(api="forge", user=user.name, verb=verb, resource=f"pulls/{number}".rstrip("/"), code=code)
