"""For a screen on a wall: what is open, what burns, and who is on call; it follows what happens by itself."""

from collections.abc import Mapping
from typing import Any

from shared.adapters.console.asking import ask
from shared.adapters.console.page import ConsolePage
from shared.adapters.console.pages.shared_content import content_of, counted, items_of
from shared.adapters.console.shown_text import holder
from shared.adapters.console.visit import Visit

_SHOWN = 8


def _show(visit: Visit) -> Mapping[str, Any]:
    parts = visit.gather(
        open=ask("ListOpenIncidents", limit=200),
        slos=ask("ListSLOs", limit=200),
        schedules=ask("ListOnCallSchedules", limit=20),
        alerts=ask("CountActiveAlerts"),
        fleet=ask("GetFleetHealth"),
    )
    incidents = sorted(items_of(parts, "open"), key=lambda each: (-each.severity.rank, each.declared_at))
    slos = sorted(items_of(parts, "slos"), key=lambda slo: -slo.budget.consumed)
    return {
        "parts": parts,
        "incidents": incidents[:_SHOWN],
        "more": max(0, len(incidents) - _SHOWN),
        "slos": [slo for slo in slos if slo.budget.total][:_SHOWN],
        "schedules": items_of(parts, "schedules")[:_SHOWN],
        "firing": getattr(content_of(parts, "alerts"), "firing", None),
        "fleet": content_of(parts, "fleet"),
        "headline": _headline(incidents),
        "tone": incidents[0].severity.value if incidents else "calm",
    }


def _headline(incidents: list[Any]) -> str:
    if not incidents:
        return "Nothing is on fire"
    nobody = sum(holder(incident) is None for incident in incidents)
    owned = f", {nobody} without an owner" if nobody else ""
    return f"{counted(len(incidents), 'incident')} open{owned}"


WALL = ConsolePage(name="wall", path="/wall", template="wall.html", needs="ListOpenIncidents", show=_show)
