"""Outcomes as JSON, the same names both ways: what the writer answers and what its callers read."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from shared.ports.outcome import Outcome, Problem

_STATUSES = frozenset({"accepted", "ignored", "rejected", "conflict"})


class UnreadableOutcome(ValueError):  # noqa: N818 - names the answer, not the mishap
    """The answer is not in the form that the writer answers in."""


def outcomes_to_json(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Gives ``{"outcomes": [...]}`` as plain data, in the order given."""
    return {"outcomes": [outcome_to_json(outcome) for outcome in outcomes]}


def outcomes_from_json(answer: Any) -> list[Outcome]:
    """Reads what `outcomes_to_json` gives. Raises UnreadableOutcome."""
    if not isinstance(answer, Mapping) or not isinstance(answer.get("outcomes"), list):
        raise UnreadableOutcome("no list of outcomes")
    return [outcome_from_json(outcome) for outcome in answer["outcomes"]]


def outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    """Gives one outcome as plain data."""
    problem = outcome.problem
    return {
        "message_id": str(outcome.message_id),
        "status": outcome.status,
        "aggregate_version": outcome.aggregate_version,
        "fact_ids": [str(fact_id) for fact_id in outcome.fact_ids],
        "position": outcome.position,
        "problem": None
        if problem is None
        else {"code": problem.code, "title": problem.title, "detail": problem.detail},
        "replayed": outcome.replayed,
    }


def outcome_from_json(stored: Any) -> Outcome:
    """Reads what `outcome_to_json` gives; what it leaves out is absent. Raises UnreadableOutcome."""
    try:
        if stored["status"] not in _STATUSES:
            raise UnreadableOutcome("unknown status")
        problem = stored.get("problem")
        position = stored.get("position")
        return Outcome(
            message_id=UUID(stored["message_id"]),
            status=stored["status"],
            aggregate_version=int(stored["aggregate_version"]),
            fact_ids=tuple(UUID(fact_id) for fact_id in stored.get("fact_ids", ())),
            position=None if position is None else int(position),
            problem=None
            if problem is None
            else Problem(code=problem["code"], title=problem["title"], detail=problem.get("detail", "")),
            replayed=bool(stored.get("replayed", False)),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as malformed:
        raise UnreadableOutcome(f"malformed outcome ({type(malformed).__name__})") from malformed
