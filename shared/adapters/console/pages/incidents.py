"""Incidents: found by words, status, severity and service, in the order that is asked for."""

from collections.abc import Mapping
from typing import Any

from shared.adapters.console.asking import ask
from shared.adapters.console.page import ConsolePage, RailEntry
from shared.adapters.console.visit import Visit
from shared.kernel.vocabulary import IncidentStatus, Severity

_OVER = (IncidentStatus.RESOLVED, IncidentStatus.CLOSED)
_OPEN = tuple(status.value for status in IncidentStatus if status not in _OVER)


def _show(visit: Visit) -> Mapping[str, Any]:
    shown = visit.one("show") or "open"
    statuses = {"open": list(_OPEN), "all": None}.get(shown, [shown])
    found = visit.ask(
        ask(
            "SearchIncidents",
            text=visit.one("text"),
            statuses=statuses,
            severities=visit.several("severity"),
            service_id=visit.one("service"),
            sort=visit.one("sort"),
            cursor=visit.one("cursor"),
            limit=50,
        )
    )
    return {
        "found": found,
        "shown": shown,
        "text": visit.one("text") or "",
        "chosen": visit.several("severity") or [],
        "sort": visit.one("sort") or "newest",
        "severities": [severity.value for severity in Severity],
        "statuses": [status.value for status in IncidentStatus],
    }


INCIDENTS = ConsolePage(
    name="incidents",
    path="/incidents",
    template="incidents.html",
    needs="SearchIncidents",
    show=_show,
    rail=RailEntry(label="Incidents", key="i"),
)
