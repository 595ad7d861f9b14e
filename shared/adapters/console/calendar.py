"""A schedule for a calendar program, which cannot sign in: the address is the secret."""

import re
from collections.abc import Callable

from werkzeug.wrappers import Request, Response

from shared.adapters.console.answers import guarded
from shared.adapters.console.problems import refuse

CALENDAR = "/calendar/"
_ADDRESS = re.compile(r"/calendar/([A-Za-z0-9_-]{43})\.ics", re.ASCII)


def calendar_answer(request: Request, calendar: Callable[[str], bytes | None]) -> Response:
    """Answers the same to an unknown address and to a revoked one. Raises PageRefused."""
    if request.method not in ("GET", "HEAD"):
        raise refuse(405, "A calendar is only read")
    address = _ADDRESS.fullmatch(request.path)
    content = calendar(address.group(1)) if address else None
    if content is None:
        raise refuse(404, "There is no such calendar")
    return guarded(Response(content, content_type="text/calendar; charset=utf-8"))
