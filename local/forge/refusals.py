"""How GitHub says no."""

from http import HTTPStatus
from typing import Any

from local.world.requests import WorldAnswer, as_json


class ForgeRefused(Exception):  # noqa: N818 - names the condition
    def __init__(self, status: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status, self.message, self.more = status, message, more

    @property
    def answer(self) -> WorldAnswer:
        body = {"message": self.message, **self.more, "documentation_url": _DOCUMENTED, "status": str(self.status)}
        return as_json(body, self.status)


_DOCUMENTED = "https://docs.github.com/rest/pulls/pulls"


def not_found() -> ForgeRefused:
    return ForgeRefused(HTTPStatus.NOT_FOUND, "Not Found")


def validation_failed(message: str, field: str = "") -> ForgeRefused:
    named = {"field": field, "code": "invalid"} if field else {"code": "custom", "message": message}
    errors = [{"resource": "PullRequest", **named}]
    return ForgeRefused(HTTPStatus.UNPROCESSABLE_ENTITY, "Validation Failed", errors=errors)


def not_mergeable(message: str = "Pull Request is not mergeable") -> ForgeRefused:
    return ForgeRefused(HTTPStatus.METHOD_NOT_ALLOWED, message)


def head_moved() -> ForgeRefused:
    return ForgeRefused(HTTPStatus.CONFLICT, "Head branch was modified. Review and try the merge again.")
