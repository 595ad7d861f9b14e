"""Services: found by words, and one with what it needs, what needs it, and what is wrong around it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from shared.adapters.console.asking import ask
from shared.adapters.console.page import ConsolePage, RailEntry
from shared.adapters.console.pages.shared_content import content_of, counted, few, items_of
from shared.adapters.console.pictures.picture import Picture
from shared.adapters.console.pictures.service_graph import DependencyPicture, GraphBox, service_graph
from shared.adapters.console.visit import Visit
from shared.kernel.vocabulary import ServiceTier

_OPEN = ("open", "acknowledged", "investigating", "mitigating")
_LISTED, _MOST_NAMED = 50, 20
_WEEK = timedelta(days=7)


def _list(visit: Visit) -> Mapping[str, Any]:
    found = visit.ask(
        ask(
            "SearchServices",
            text=visit.one("text"),
            tiers=visit.several("tier"),
            tags=visit.several("tag"),
            cursor=visit.one("cursor"),
            limit=_LISTED,
        )
    )
    parts = visit.gather(open=ask("ListOpenIncidents", limit=200))
    troubled: dict[Any, list[Any]] = {}
    for incident in items_of(parts, "open"):
        for service_id in incident.service_ids:
            troubled.setdefault(service_id, []).append(incident)
    return {
        "found": found,
        "troubled": troubled,
        "tiers": [tier.value for tier in ServiceTier],
        "given": {"text": visit.one("text"), "tier": visit.several("tier") or [], "tag": visit.several("tag")},
        "answer": _list_answer(found.items, troubled),
    }


def _list_answer(services: Sequence[Any], troubled: Mapping[Any, Any]) -> str:
    if not services:
        return "No service is like that."
    hurt = [service.name for service in services if service.service_id in troubled]
    who = f"{few(hurt)} {'has' if len(hurt) == 1 else 'have'}" if hurt else "none has"
    return f"{counted(len(services), 'service')} on this page; {who} an open incident."


def _one(visit: Visit) -> Mapping[str, Any]:
    service = visit.ask(ask("GetService", visit.ids))
    definition = service.definition
    asks = {
        "graph": ask("GetServiceDependencyGraph", visit.ids, depth=2),
        "open": ask("ListOpenIncidents", limit=200),
        "incidents": ask("SearchIncidents", service_id=service.service_id, limit=10),
        "slos": ask("ListSLOs", service_id=service.service_id, limit=20),
        "changes": ask("ListChangeVerifications", application=service.slug, limit=10),
        "postmortems": ask("GetPostmortemsByService", visit.ids, limit=5),
    }
    for place, runbook_id in enumerate(definition.runbook_ids[:_MOST_NAMED]):
        asks[f"runbook_{place}"] = ask("GetRunbook", {"runbook_id": runbook_id})
    own = definition.on_call is not None and definition.on_call.provider == "own"
    if own:
        asks["schedule"] = ask("GetOnCallSchedule", {"schedule_id": definition.on_call.schedule_id}, days=14)
    parts = visit.gather(**asks)
    graph = content_of(parts, "graph")
    return {
        "service": service,
        "parts": parts,
        "picture": None if graph is None else _picture(graph, items_of(parts, "open")),
        "truncated": graph is not None and graph.truncated,
        "schedule": content_of(parts, "schedule"),
        "incidents": items_of(parts, "incidents"),
        "slos": sorted(items_of(parts, "slos"), key=lambda slo: -slo.budget.consumed),
        "changes": items_of(parts, "changes"),
        "postmortems": items_of(parts, "postmortems"),
        "runbooks": [part.content for name, part in parts.items() if name.startswith("runbook_") and part.content],
        "answer": _answer(items_of(parts, "incidents"), graph),
    }


def _picture(graph: Any, open_incidents: Sequence[Any]) -> Picture:
    worst: dict[Any, Any] = {}
    for incident in open_incidents:
        for service_id in incident.service_ids:
            known = worst.get(service_id)
            if known is None or known.severity.rank < incident.severity.rank:
                worst[service_id] = incident
    boxes = tuple(_box(node, worst.get(node.service_id), graph.service_id) for node in graph.nodes)
    needs = tuple((str(edge.service_id), str(edge.depends_on)) for edge in graph.edges)
    return service_graph(DependencyPicture(name="What it needs, and what needs it", boxes=boxes, needs=needs))


def _box(node: Any, incident: Any, centre: Any) -> GraphBox:
    name = node.name or node.slug or str(node.service_id)[:8]
    if incident is not None:
        state, detail = incident.severity.value, f"INC-{incident.number}, {incident.severity.value}"
    elif node.state != "present":
        state, detail = "unknown", f"{node.state} here"
    else:
        state, detail = "healthy", "no open incident"
    href = f"/services/{node.service_id}" if node.state != "unknown" else None
    return GraphBox(
        key=str(node.service_id),
        name=name,
        state=state,
        detail=detail,
        href=href,
        centre=node.service_id == centre,
    )


def _answer(incidents: Sequence[Any], graph: Any) -> str:
    open_now = [incident for incident in incidents if incident.status.value in _OPEN]
    said = f"{counted(len(open_now), 'open incident')}" if open_now else "No incident is open on it"
    if graph is None:
        return f"{said}."
    needs = sum(node.upstream_distance == 1 for node in graph.nodes)
    needed = sum(node.downstream_distance == 1 for node in graph.nodes)
    others = f"{counted(needed, 'service')} {'needs' if needed == 1 else 'need'} it"
    return f"{said}; it needs {counted(needs, 'service')}, and {others}."


SERVICES = ConsolePage(
    name="services",
    path="/services",
    template="services.html",
    needs="SearchServices",
    show=_list,
    rail=RailEntry(label="Services", group=2),
)
SERVICE = ConsolePage(
    name="service", path="/services/<uuid:service_id>", template="service.html", needs="GetService", show=_one
)
