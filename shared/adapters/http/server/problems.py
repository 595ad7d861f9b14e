"""What the server itself has to say, as problem+json like every other answer."""

from collections.abc import Mapping
from http import HTTPStatus

from shared.adapters.http.problem import MEDIA_TYPE, HttpProblem

_RETRY = {"Retry-After": "2"}
HEADER_TOO_SLOW = HttpProblem(status=408, code="header.too-slow", title="No whole request arrived in time")
BODY_TOO_SLOW = HttpProblem(status=408, code="body.too-slow", title="The body did not arrive in time")
LINE_TOO_LONG = HttpProblem(status=414, code="path.too-long", title="The request line is too long")
HEADER_TOO_LARGE = HttpProblem(status=431, code="header.too-large", title="The header is too large")
BODY_TOO_LARGE = HttpProblem(status=413, code="body.too-large", title="The body is too large")
MALFORMED = HttpProblem(status=400, code="request.malformed", title="This is not a request that everybody reads alike")
NO_SUCH_VERSION = HttpProblem(status=505, code="http.version", title="HTTP/1.0 and HTTP/1.1 are spoken here")
NO_SUCH_CODING = HttpProblem(
    status=501, code="body.transfer-coding", title="The only transfer coding known here is chunked"
)
NO_ROOM_FOR_BODIES = HttpProblem(
    status=503, code="server.bodies-full", title="Too much is being sent at once; try again", headers=_RETRY
)
NO_ROOM_ON_DISK = HttpProblem(
    status=503, code="server.disk-full", title="The body cannot be kept while it arrives; try again", headers=_RETRY
)
TOO_BUSY = HttpProblem(
    status=503, code="server.busy", title="Too many requests wait to be worked on; try again", headers=_RETRY
)


def phrase(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}"


def fields(problem: HttpProblem) -> Mapping[str, str]:
    """Header fields of the answer, without its length."""
    return {"Content-Type": MEDIA_TYPE, "Cache-Control": "no-store", **problem.headers}
