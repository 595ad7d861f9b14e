"""The fleet: every application of every cluster, worst first."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from shared.adapters.console.asking import ask
from shared.adapters.console.page import ConsolePage, RailEntry
from shared.adapters.console.pages.shared_content import counted, items_of
from shared.adapters.console.pictures.fleet_squares import FleetSquare, fleet_squares
from shared.adapters.console.pictures.picture import Picture
from shared.adapters.console.visit import Visit

#: An Argo CD's words as classes of the picture; what is paused or gone does not work as it should.
_HEALTH = {
    "Healthy": "healthy",
    "Progressing": "progressing",
    "Degraded": "unhealthy",
    "Missing": "unhealthy",
    "Suspended": "degraded",
}


def _list(visit: Visit) -> Mapping[str, Any]:
    environment = visit.one("environment")
    health = visit.ask(ask("GetFleetHealth", environment=environment))
    parts = visit.gather(clusters=ask("GetCurrentFleetState", limit=100, environment=environment))
    clusters = sorted(items_of(parts, "clusters"), key=lambda fleet: (fleet.environment, fleet.cluster))
    pictures = {fleet.fleet_state_id: _squares(fleet) for fleet in clusters}
    return {
        "health": health,
        "clusters": clusters,
        "pictures_of": pictures,
        "parts": parts,
        "environment": environment,
        "answer": _answer(health),
    }


def _squares(fleet: Any) -> Picture:
    believed = fleet.reachable and not fleet.stale
    squares = [
        FleetSquare(
            name=row.name,
            health=_HEALTH.get(row.health, "unknown") if believed else "unknown",
            detail=", ".join(word for word in (row.health, row.sync, row.operation_phase) if word),
            href=f"/fleet/application?{urlencode({'environment': fleet.environment, 'name': row.name})}",
        )
        for row in fleet.applications
    ]
    return fleet_squares(f"{fleet.environment}, {fleet.cluster}", squares)


def _answer(health: Any) -> str:
    counts = health.applications
    if not counts.total and not health.resources.total:
        return "No cluster has told of itself yet."
    bad = [
        (counts.unhealthy, "unhealthy"),
        (counts.unknown, "unknown"),
        (counts.degraded, "degraded"),
        (health.out_of_sync, "out of sync"),
    ]
    said = ", ".join(f"{number} {word}" for number, word in bad if number)
    many = counted(counts.total, "application")
    if not said:
        return f"All of {many} are healthy and in sync."
    worst = health.worst
    return f"Of {many}: {said}." + (f" Worst: {worst.name}, {worst.message[:120]}" if worst and worst.message else "")


def _one(visit: Visit) -> Mapping[str, Any]:
    environment, name = visit.one("environment") or "", visit.one("name")
    application = visit.ask(ask("GetApplicationHealth", application=name, environment=environment))
    parts = visit.gather(changes=ask("ListChangeVerifications", application=name, limit=20))
    return {
        "application": application,
        "changes": items_of(parts, "changes"),
        "parts": parts,
        "answer": _one_answer(application),
    }


def _one_answer(application: Any) -> str:
    if not application.resources:
        return "Nobody has told of this application."
    bad: Sequence[Any] = [each for each in application.resources if each.status.value != "healthy"]
    if not bad:
        return f"It is healthy, with {counted(application.counts.total, 'resource')}."
    said = f": {bad[0].message[:160]}" if bad[0].message else ""
    return f"It is {application.status.value}; {bad[0].kind} {bad[0].name} is worst{said}."


FLEET = ConsolePage(
    name="fleet",
    path="/fleet",
    template="fleet.html",
    needs="GetFleetHealth",
    show=_list,
    rail=RailEntry(label="Fleet", group=2),
)
APPLICATION = ConsolePage(
    name="application",
    path="/fleet/application",
    template="application.html",
    needs="GetApplicationHealth",
    show=_one,
)
