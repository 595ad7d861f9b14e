"""Now: what is on fire, who has it, what waits for a yes, and what has just changed."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from shared.adapters.console.asking import Question, ask
from shared.adapters.console.page import ConsolePage, RailEntry
from shared.adapters.console.pages.shared_content import content_of, counted, items_of
from shared.adapters.console.pictures.fleet_squares import FleetSquare, fleet_squares
from shared.adapters.console.pictures.picture import Picture
from shared.adapters.console.shown_text import holder
from shared.adapters.console.visit import Visit
from shared.kernel.vocabulary import IncidentStatus, Severity

_OVER = (IncidentStatus.RESOLVED, IncidentStatus.CLOSED)
_OPEN = [status.value for status in IncidentStatus if status not in _OVER]
_WORST = 6
#: An Argo CD's words as classes of the picture.
_HEALTH = {"Healthy": "healthy", "Progressing": "progressing", "Suspended": "degraded"}
_BAD = ("Degraded", "Missing")


def _asks() -> Mapping[str, Question]:
    return {
        "incidents": ask("SearchIncidents", statuses=_OPEN, sort="severity", limit=20),
        "counts": ask("CountActiveAlerts"),
        "groups": ask("ListAlertGroups", open_only=True, limit=8),
        "approvals": ask("ListApprovals", status="requested", limit=10),
        "slos": ask("ListSLOs", limit=100),
        "schedules": ask("ListOnCallSchedules", limit=20),
        "fleets": ask("GetCurrentFleetState", limit=50),
        "changes": ask("ListChangeVerifications", limit=6),
    }


def _show(visit: Visit) -> Mapping[str, Any]:
    parts = visit.gather(**_asks())
    incidents, approvals = items_of(parts, "incidents"), items_of(parts, "approvals")
    slos = sorted(items_of(parts, "slos"), key=lambda slo: -slo.budget.consumed)
    fleets = items_of(parts, "fleets")
    return {
        "parts": parts,
        "headline": headline(incidents, content_of(parts, "counts")),
        "worst": next(iter(incidents), None),
        "is_grave": any(incident.severity is Severity.CRITICAL for incident in incidents),
        "incidents": incidents,
        "groups": [group for group in items_of(parts, "groups") if group.firing],
        "counts": content_of(parts, "counts"),
        "approvals": approvals,
        "slos": slos[:_WORST],
        "schedules": items_of(parts, "schedules"),
        "fleets": [(fleet, _squares(fleet)) for fleet in fleets],
        "silent": [fleet for fleet in fleets if fleet.stale or not fleet.reachable],
        "changes": items_of(parts, "changes"),
        "soon": visit.now + timedelta(hours=1),
    }


def headline(incidents: Sequence[Any], counts: Any) -> str:
    """The page in one sentence; which incident is the worst, and what waits, stand behind it."""
    if not incidents:
        firing = 0 if counts is None else counts.firing
        return "Nothing is on fire." if not firing else f"No incident is open; {counted(firing, 'alert')} fire."
    unowned = sum(holder(incident) is None for incident in incidents)
    return f"{len(incidents)} open" + (f", {unowned} without an owner." if unowned else ".")


def _squares(fleet: Any) -> Picture:
    believed = fleet.reachable and not fleet.stale
    squares = [
        FleetSquare(
            name=row.name,
            health="unhealthy" if believed and row.health in _BAD else _known(row.health) if believed else "unknown",
            detail=", ".join(word for word in (row.health, row.sync) if word),
            href=f"/fleet?environment={fleet.environment}",
        )
        for row in fleet.applications
    ]
    return fleet_squares(f"{fleet.environment}, {fleet.cluster}", squares)


def _known(health: str) -> Any:
    return _HEALTH.get(health, "unknown")


NOW = ConsolePage(
    name="now",
    path="/",
    template="now.html",
    needs="SearchIncidents",
    show=_show,
    rail=RailEntry(label="Now", key="n"),
)
