"""How Argo CD says no: the codes of gRPC, as its gateway tells them over HTTP."""

from enum import Enum
from http import HTTPStatus

from local.world.requests import WorldAnswer, as_json


class GrpcCode(Enum):
    """A code of gRPC and the status that the gateway answers with."""

    INVALID_ARGUMENT = (3, HTTPStatus.BAD_REQUEST)
    NOT_FOUND = (5, HTTPStatus.NOT_FOUND)
    PERMISSION_DENIED = (7, HTTPStatus.FORBIDDEN)
    FAILED_PRECONDITION = (9, HTTPStatus.BAD_REQUEST)
    UNIMPLEMENTED = (12, HTTPStatus.NOT_IMPLEMENTED)
    UNAUTHENTICATED = (16, HTTPStatus.UNAUTHORIZED)


class ArgoRefused(Exception):  # noqa: N818 - names the condition
    def __init__(self, code: GrpcCode, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message

    @property
    def answer(self) -> WorldAnswer:
        number, status = self.code.value
        return as_json({"error": self.message, "code": number, "message": self.message}, status)


def precondition_failed(message: str) -> ArgoRefused:
    return ArgoRefused(GrpcCode.FAILED_PRECONDITION, message)


def invalid_argument(message: str) -> ArgoRefused:
    return ArgoRefused(GrpcCode.INVALID_ARGUMENT, message)
