"""Where an id can be put in a request: in the path, in a body, in a query; and one of everything to put there."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from pydantic import TypeAdapter

from shared.app.operations.catalogue import OPERATIONS
from shared.app.operations.standard_methods import ListParameters
from shared.ports.operation import Operation
from tests.support.api import Api
from tests.support.json_client import JsonAnswer

Ids = Mapping[str, UUID]

#: Requests that name something wherever they can; ``<incident_id>`` stands for an id of that kind.
BODIES: Mapping[str, Any] = {
    "CreateIncident": {
        "title": "t",
        "severity": "low",
        "follows": "<incident_id>",
        "service_ids": ["<service_id>"],
    },
    "RequestApproval": {"definition": {"title": "t", "plan": "p", "risk": "low", "incident_id": "<incident_id>"}},
    "CloseIncident": {"postmortem_id": "<postmortem_id>"},
    "CorrelateToIncident": {"alerts": [{"alert_id": "<alert_id>", "episode": 1}]},
    "MergeIncidents": {"merged_ids": ["<incident_id>"], "reason": "r"},
    "LinkServicesToIncident": {"service_ids": ["<service_id>"]},
    "LinkIncidents": {"linked_id": "<incident_id>", "kind": "related"},
    "UncorrelateAlert": {"incident_id": "<incident_id>", "reason": "r"},
    "ExecuteRunbook": {"incident_id": "<incident_id>"},
    "CompleteRunbookStep": {"execution_id": "<execution_id>", "step_id": "look"},
    "CompleteRunbookExecution": {"execution_id": "<execution_id>", "outcome": "cancelled"},
    "DryRunRunbook": {"incident_id": "<incident_id>"},
    "CreatePostmortem": {
        "incident_id": "<incident_id>",
        "content": {"title": "t", "service_ids": ["<service_id>"]},
    },
    "HandOffOnCall": {"to_person": "ben", "incident_ids": ["<incident_id>"]},
    "UpdatePostmortem": {"content": {"title": "t", "service_ids": ["<service_id>"]}},
    **{
        name: {
            "slug": "s",
            "definition": {
                "name": "n",
                "dependencies": ["<service_id>"],
                "runbook_ids": ["<runbook_id>"],
                "slo_ids": ["<slo_id>"],
                "on_call": {"provider": "own", "schedule_id": "<schedule_id>"},
            },
        }
        for name in ("CreateService", "UpdateService")
    },
    **{
        name: {
            "slug": "s",
            "definition": {
                "name": "n",
                "target": 99,
                "service_id": "<service_id>",
                "indicator": {"good_query": "g", "total_query": "t", "kind": "counts"},
            },
        }
        for name in ("CreateSLO", "UpdateSLO")
    },
}
QUERIES: Mapping[str, Any] = {
    "ListSLOs": {"service_id": "<service_id>"},
    "ListSLOStandings": {"service_id": "<service_id>"},
    "ListApprovals": {"incident_id": "<incident_id>"},
    "SearchIncidents": {"service_id": "<service_id>"},
    "SearchAlerts": {"service_id": "<service_id>"},
    "SearchRunbooks": {"service_id": "<service_id>"},
    "GetMTTRMetrics": {
        "service_id": "<service_id>",
        "declared_from": "2026-03-01T00:00:00Z",
        "declared_to": "2026-04-01T00:00:00Z",
    },
    "SearchPostmortems": {"service_id": "<service_id>"},
    "GetPostmortemActionItems": {"service_id": "<service_id>"},
    "SearchPatterns": {"symptoms": "checkout", "service_id": "<service_id>"},
    "ListAlertEpisodes": {
        "alert_ids": ["<alert_id>"],
        "ends_from": "2026-03-01T12:00:00Z",
        "starts_to": "2026-03-02T12:00:00Z",
    },
}

#: Fields that are the caller's to choose, or are no reference to anything here.
CHOSEN: Mapping[str, set[str]] = {
    "CreateIncident": {"incident_id"},
    "AddIncidentTimelineEntry": {"entry_id", "supersedes"},
    "ResolveIncident": {"approval_id"},
    "RequestApproval": {"approval_id", "execution_id"},
    "ConsumeApproval": {"effect_id"},
    "ExecuteRunbook": {"execution_id"},
    "CompleteRunbookExecution": {"approval_ids"},
    "CreatePostmortem": {"postmortem_id", "entry_id"},
    "UpdatePostmortem": {"entry_id"},
    "CreateSilence": {"silence_id"},
    "ReplayCorrelationRule": {"rule_id"},
    "AddOnCallOverride": {"override_id"},
    "HandOffOnCall": {"handoff_id"},
    **{o.name: {"cursor"} for o in OPERATIONS if issubclass(o.request, ListParameters)},
}

#: Places where a foreign id is no 404, each with its reason.
FREE = {
    ("PutCorrelationRule", "path/rule_id"): "an id that another tenant uses makes a rule of one's own",
    ("PutKnowledgeDocument", "path/document_id"): "an id that another tenant uses makes a document of one's own",
    ("CompleteRunbookExecution", "body/execution_id"): "ids of executions are looked for in this runbook only",
    ("CompleteRunbookStep", "body/execution_id"): "ids of executions are looked for in this runbook only",
    ("RemoveOnCallOverride", "path/override_id"): "ids of overrides are looked for in this schedule only",
    ("GetMessageOutcome", "path/message_id"): "tried below with ids that never were: ids are random",
    ("ListSLOs", "query/service_id"): "a filter: another tenant's service has no objectives here",
    ("ListSLOStandings", "query/service_id"): "a filter: as ListSLOs",
    ("ListApprovals", "query/incident_id"): "a filter: nothing is asked here about another tenant's incident",
    ("SearchPostmortems", "query/service_id"): "a filter: another tenant's service has no postmortems here",
    ("GetPostmortemActionItems", "query/service_id"): "a filter: as SearchPostmortems",
    ("SearchPatterns", "query/service_id"): "a filter: another tenant's service has taught nothing here",
    ("SearchAlerts", "query/service_id"): "a filter: as SearchIncidents",
    ("SearchRunbooks", "query/service_id"): "a filter: another tenant's service has no runbooks here",
    ("GetMTTRMetrics", "query/service_id"): "a filter: as SearchIncidents",
    ("ListAlertEpisodes", "query/alert_ids"): "a filter: another tenant's alert has fired at no time here",
    ("SearchIncidents", "query/service_id"): "a filter: another tenant's service has no incidents here",
}


def places_of(operation: Operation) -> list[str]:
    """``path/incident_id``, ``body/merged_ids``: the last part is the field's name."""
    places = [f"path/{name}" for name in operation.path_parameters]
    places += [f"body/{name}" for name, _ in _placeholders(BODIES.get(operation.name))]
    return places + [f"query/{name}" for name, _ in _placeholders(QUERIES.get(operation.name))]


def uuid_fields(operation: Operation) -> set[str]:
    schema = TypeAdapter(operation.request).json_schema()
    named = {name for name, of in _properties(schema, schema) if of}
    return named | set(operation.path_parameters)


def ask(
    api: Api, operation: Operation, mine: Ids, key: str | None, instead: Mapping[str, Ids] | None = None
) -> JsonAnswer:
    """With one's own ids everywhere but in the places that ``instead`` names."""

    def of(place: str) -> Ids:
        return (instead or {}).get(place, mine)

    ids = {name: of(f"path/{name}")[name] for name in operation.path_parameters}
    example = {name: value for name, value in operation.example.items() if name not in ids}
    body = _filled(BODIES.get(operation.name, example), lambda name: of(f"body/{name}"))
    if "slug" not in operation.request.model_fields and isinstance(body, dict):
        body.pop("slug", None)
    query = _filled(QUERIES.get(operation.name, example), lambda name: of(f"query/{name}"))
    path = operation.path.format(**ids)
    if operation.kind == "query":
        return api.ask("GET", f"{path}?{urlencode(query, doseq=True)}", key=key)
    return api.ask(operation.method, path, key=key, body=None if operation.method == "DELETE" else body)


def everything_of(api: Api, tenant: UUID) -> dict[str, UUID]:
    """One of each, made through the API."""
    key, ids = api.key(tenant, "admin"), {"message_id": UUID(int=0), "override_id": UUID(int=9)}
    ids |= {"incident_id": api.incident(tenant, number=1_000), "alert_id": api.alert(tenant)}
    creating = {
        "runbook_id": "CreateRunbook",
        "slo_id": "CreateSLO",
        "service_id": "CreateService",
        "silence_id": "CreateSilence",
        "approval_id": "RequestApproval",
        "schedule_id": "CreateOnCallSchedule",
        "health_check_id": "RecordHealthCheck",
        "fleet_state_id": "RecordFleetState",
    }
    named = {operation.name: operation for operation in OPERATIONS}
    for name, creator in creating.items():
        answer = api.ask("POST", named[creator].path, key=key, body=dict(named[creator].example))
        assert answer.status_code in {200, 201}, answer.json
        ids |= {name: UUID(answer.json["aggregate_id"]), "message_id": UUID(answer.json["message_id"])}
    body = dict(named["CreatePostmortem"].example) | {"incident_id": str(ids["incident_id"])}
    ids["postmortem_id"] = UUID(api.ask("POST", "/v1/postmortems", key=key, body=body).json["aggregate_id"])
    ids["rule_id"] = UUID(int=tenant.int ^ 1)
    rule = named["PutCorrelationRule"]
    definition = {"definition": rule.example["definition"]}
    assert api.ask("PUT", f"/v1/correlation-rules/{ids['rule_id']}", key=key, body=definition).status_code == 200
    ids["document_id"], ids["evidence_id"] = UUID(int=tenant.int ^ 2), UUID(int=tenant.int ^ 3)
    ids["execution_id"] = UUID(int=tenant.int ^ 4)
    ids |= _administered(api, key, ids["schedule_id"])
    document = {name: value for name, value in named["PutKnowledgeDocument"].example.items() if name != "document_id"}
    path = f"/v1/knowledge-documents/{ids['document_id']}"
    assert api.ask("PUT", path, key=key, body=document).status_code == 200
    return ids


def _administered(api: Api, key: str, schedule_id: UUID) -> dict[str, UUID]:
    """A source, a key and an address of a calendar."""
    named = {operation.name: operation for operation in OPERATIONS}
    creating = {"source_id": "RegisterSource", "key_id": "IssueApiKey", "feed_id": "CreateCalendarFeed"}
    ids = {}
    for name, creator in creating.items():
        operation = named[creator]
        path = operation.path.format(schedule_id=schedule_id)
        body = {field: value for field, value in operation.example.items() if field != "schedule_id"}
        answer = api.ask("POST", path, key=key, body=body)
        assert answer.status_code in {200, 201}, answer.json
        ids[name] = UUID(answer.json[name])
    return ids


def _placeholders(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _placeholders(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _placeholders(part, field)
    elif isinstance(value, str) and (found := re.fullmatch(r"<(\w+)>", value)):
        yield field, found[1]


def _filled(value: Any, ids_for: Any, field: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _filled(part, ids_for, name) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(part, ids_for, field) for part in value]
    if isinstance(value, str) and (found := re.fullmatch(r"<(\w+)>", value)):
        return str(ids_for(field)[found[1]])
    return value


def _properties(schema: Any, root: Any, seen: frozenset[str] = frozenset()) -> Iterator[tuple[str, bool]]:
    """Every property below, and whether an id stands in it."""
    for name, of in schema.get("properties", {}).items():
        yield name, _is_id(of)
        yield from _below(of, root, seen)


def _below(schema: Any, root: Any, seen: frozenset[str]) -> Iterator[tuple[str, bool]]:
    if isinstance(schema, list):
        for part in schema:
            yield from _below(part, root, seen)
    elif isinstance(schema, dict):
        reference = schema.get("$ref", "")
        if reference and reference not in seen:
            yield from _properties(root["$defs"][reference.split("/")[-1]], root, seen | {reference})
        for key in ("items", "anyOf", "oneOf"):
            yield from _below(schema.get(key, []), root, seen)


def _is_id(schema: Any) -> bool:
    parts = [schema, schema.get("items", {}), *schema.get("anyOf", [])]
    return any(isinstance(part, dict) and part.get("format") == "uuid" for part in parts)
