"""An outcome as the inbox keeps it: with the aggregate, without what can be looked up."""

from typing import Any
from uuid import UUID

from shared.kernel.decider import Named
from shared.ports.outcome import Outcome, Problem


def outcome_to_record(outcome: Outcome, key: Named) -> dict[str, Any]:
    aggregate_type, aggregate_id = key
    record: dict[str, Any] = {
        "status": outcome.status,
        "aggregate_type": aggregate_type,
        "aggregate_id": aggregate_id,
        "aggregate_version": outcome.aggregate_version,
        "fact_ids": [str(fact_id) for fact_id in outcome.fact_ids],
    }
    if outcome.problem is not None:
        problem = outcome.problem
        record["problem"] = {"code": problem.code, "title": problem.title, "detail": problem.detail}
    return record


def outcome_from_record(message_id: UUID, record: dict[str, Any], position: int | None) -> Outcome:
    problem = record.get("problem")
    return Outcome(
        message_id=message_id,
        status=record["status"],
        aggregate_version=record["aggregate_version"],
        fact_ids=tuple(UUID(fact_id) for fact_id in record["fact_ids"]),
        position=position,
        problem=None if problem is None else Problem(**problem),
    )
