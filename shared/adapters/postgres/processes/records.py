"""The rows of a turn, table by table, as JSON parameters: one parse in the database instead of an array per column."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from pydantic_core import to_json

from shared.ports.processes import ProcessWrite
from shared.processes.process import Cause


def records_of(write: ProcessWrite) -> dict[str, str]:
    """By the name of the statement's parameter."""
    records: dict[str, list[Any]] = {
        "associated": [{"key": key, "workflow_id": workflow_id} for key, workflow_id in write.associated],
        "dissociated": [{"key": key, "workflow_id": workflow_id} for key, workflow_id in write.dissociated],
        "timers_set": [*_timers(write)],
        "timers_cleared": [{"workflow_id": workflow_id, "name": name} for workflow_id, name in write.timers_cleared],
        "progress": [
            {"aggregate_type": aggregate.aggregate_type, "aggregate_id": aggregate.aggregate_id, "version": version}
            for aggregate, version in write.progress.items()
        ],
        "asks": [*_asks(write)],
        "said": [*_said(write)],
        "evidence": [
            {"workflow_id": row.workflow_id, "n": number, **row.evidence.model_dump(mode="json")}
            for number, row in enumerate(write.evidence)
        ],
    }
    # States are JSON already: they are set in as they are.
    instances = ",".join(
        f'{{"workflow_id":{to_json(row.workflow_id).decode()},"state":{row.state}}}' for row in write.instances
    )
    return {name: to_json(rows).decode() for name, rows in records.items()} | {"instances": f"[{instances}]"}


def _timers(write: ProcessWrite) -> Iterator[dict[str, Any]]:
    for row in write.timers_set:
        yield {
            "workflow_id": row.workflow_id,
            "name": row.name,
            "due_at": row.timer.due_at.isoformat(),
            "cause": cause_to(row.timer.cause),
        }


def _asks(write: ProcessWrite) -> Iterator[dict[str, Any]]:
    for number, ask in enumerate(write.asks):
        yield {
            "n": number,
            "lane": ask.lane,
            "topic": ask.topic,
            "aggregate_type": ask.aggregate_type,
            "aggregate_id": ask.aggregate_id,
            "event": ask.event,
        }


def _said(write: ProcessWrite) -> Iterator[dict[str, Any]]:
    for row in write.said:
        yield {
            "workflow_id": row.workflow_id,
            "version": row.version,
            "message_id": str(row.message_id),
            "incident_id": None if row.incident_id is None else str(row.incident_id),
            "event": row.event,
        }


def cause_to(cause: Cause) -> dict[str, str | None]:
    return {
        "message_id": str(cause.message_id),
        "correlation_id": str(cause.correlation_id),
        "traceparent": cause.traceparent,
        "tracestate": cause.tracestate,
    }


def cause_from(stored: Mapping[str, Any]) -> Cause:
    return Cause(
        message_id=UUID(stored["message_id"]),
        correlation_id=UUID(stored["correlation_id"]),
        traceparent=stored["traceparent"],
        tracestate=stored["tracestate"],
    )
