"""What was like an incident before: asked for by itself, since finding it takes longer than reading everything else."""

from collections.abc import Mapping
from typing import Any

from shared.adapters.console.asking import ask
from shared.adapters.console.page import ConsolePage
from shared.adapters.console.visit import Visit


def _show(visit: Visit) -> Mapping[str, Any]:
    incident = visit.ask(ask("GetIncident", visit.ids))
    return {"incident": incident, "similar": visit.ask(ask("GetSimilarIncidents", visit.ids, limit=5))}


SIMILAR = ConsolePage(
    name="similar",
    path="/incidents/<uuid:incident_id>/similar",
    template="similar.html",
    needs="GetSimilarIncidents",
    show=_show,
)
