"""One box for everything: a number of an incident, the fingerprint of an alert, a service, words."""

import re
from collections.abc import Mapping
from typing import Any

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from shared.adapters.console.asking import Question, ask
from shared.adapters.console.page import ConsolePage
from shared.adapters.console.pages.shared_content import items_of
from shared.adapters.console.visit import Visit

_NUMBER = re.compile(r"(?:inc-?)?([1-9][0-9]{0,8})", re.IGNORECASE)
_LONGEST = 400
_EACH = 6


def _show(visit: Visit) -> Mapping[str, Any] | Response:
    words = (visit.one("q") or "")[:_LONGEST]
    if not words:
        return {"words": "", "parts": {}, "found": 0}
    if (number := _NUMBER.fullmatch(words)) and (there := _numbered(visit, int(number.group(1)))):
        return redirect(f"{visit.root}/incidents/{there}", 303)
    parts = visit.gather(**_asks(words))
    found = sum(len(items_of(parts, name)) for name in parts)
    return {"words": words, "parts": parts, "found": found}


def _numbered(visit: Visit, number: int) -> str | None:
    found = visit.ask(ask("SearchIncidents", text=f"INC-{number}", limit=20))
    return next((str(incident.incident_id) for incident in found.items if incident.number == number), None)


def _asks(words: str) -> Mapping[str, Question]:
    return {
        "incidents": ask("SearchIncidents", text=words, limit=_EACH),
        "alerts": ask("SearchAlerts", text=words, limit=_EACH),
        "services": ask("SearchServices", text=words, limit=_EACH),
        "runbooks": ask("SearchRunbooks", text=words, limit=_EACH),
        "postmortems": ask("SearchPostmortems", text=words, limit=_EACH),
        "known": ask("SearchPatterns", symptoms=words, limit=_EACH),
    }


SEARCH = ConsolePage(name="search", path="/search", template="search.html", needs="SearchIncidents", show=_show)
