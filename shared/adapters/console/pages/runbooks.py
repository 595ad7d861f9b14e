"""Runbooks: found by words and alerts, one with its steps and use, and an execution step by step."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.adapters.console.asking import ask
from shared.adapters.console.page import ConsolePage, RailEntry
from shared.adapters.console.pages.shared_content import content_of, counted, items_of
from shared.adapters.console.pictures.phase_track import PhaseStop, phase_track
from shared.adapters.console.pictures.picture import Picture
from shared.adapters.console.pictures.sparkline import sparkline
from shared.adapters.console.visit import Visit
from shared.domain.runbook.values import AutomationLevel

_STANDING = {
    "waiting": "ahead",
    "under_way": "now",
    "for_a_person": "waiting",
    "succeeded": "done",
    "failed": "failed",
    "skipped": "ahead",
    "unknown": "failed",
}
_MOST_STOPS = 12


def _list(visit: Visit) -> Mapping[str, Any]:
    found = visit.ask(
        ask(
            "SearchRunbooks",
            text=visit.one("text"),
            alertname=visit.one("alertname"),
            tags=visit.several("tag"),
            automation_levels=visit.several("level"),
            cursor=visit.one("cursor"),
            limit=50,
        )
    )
    never = sum(runbook.runs == 0 for runbook in found.items)
    answer = f"{counted(len(found.items), 'runbook')} on this page; {never} never ran." if found.items else None
    return {
        "found": found,
        "levels": [level.value for level in AutomationLevel],
        "given": {
            "text": visit.one("text"),
            "alertname": visit.one("alertname"),
            "level": visit.several("level") or [],
            "tag": visit.several("tag"),
        },
        "answer": answer or "No runbook is like that.",
    }


def _one(visit: Visit) -> Mapping[str, Any]:
    runbook = visit.ask(ask("GetRunbook", visit.ids))
    parts = visit.gather(
        usage=ask("GetRunbookUsageStats", visit.ids),
        services=ask("GetServicesForRunbook", visit.ids, limit=20),
    )
    usage = content_of(parts, "usage")
    return {
        "runbook": runbook,
        "parts": parts,
        "usage": usage,
        "months": None if usage is None else _months(usage),
        "services": items_of(parts, "services"),
        "placeholders": _placeholders(runbook.definition.steps),
        "incident": visit.one("incident"),
        "answer": _answer(runbook, usage),
    }


def _months(usage: Any) -> Picture:
    return sparkline("Runs by month", [float(month.runs) for month in usage.months], lambda value: f"{value:.0f}")


def _placeholders(steps: Sequence[Any]) -> list[str]:
    """Names of arguments that an execution has to bring: ``{{ arguments.name }}``."""
    texts = " ".join(text for step in steps for text in step.arguments.values())
    pieces = [piece.split("}}", 1)[0].strip() for piece in texts.split("{{")[1:]]
    return sorted({piece.removeprefix("arguments.") for piece in pieces if piece.startswith("arguments.")})


def _answer(runbook: Any, usage: Any) -> str:
    steps = runbook.definition.steps
    by_hand = sum(step.is_by_hand for step in steps)
    said = f"{counted(len(steps), 'step')}, {by_hand} of them by hand" if steps else "It is text only"
    if usage is None:
        return f"{said}."
    if not usage.asked:
        return f"{said}; it never ran."
    rate = f"; {usage.success_rate:.0%} of its runs worked" if usage.success_rate is not None else ""
    return f"{said}; asked for {counted(usage.asked, 'time')}{rate}."


def _execution(visit: Visit) -> Mapping[str, Any]:
    execution = visit.ask(ask("GetRunbookExecution", visit.ids))
    runbook = visit.gather(runbook=ask("GetRunbook", {"runbook_id": visit.ids["runbook_id"]}))
    return {
        "execution": execution,
        "runbook": content_of(runbook, "runbook"),
        "track": _track(execution),
        "mine": next((step for step in execution.steps if step.status.value == "for_a_person"), None),
        "answer": _execution_answer(execution),
    }


def _track(execution: Any) -> Picture:
    over = execution.outcome is not None
    stops = [
        PhaseStop(
            name=f"Step {number}",  # their titles stand below, where there is room for them
            standing=_STANDING[step.status.value],  # type: ignore[arg-type]
            detail="not told" if over and step.status.value == "waiting" else step.status.value.replace("_", " "),
        )
        for number, step in enumerate(execution.steps[:_MOST_STOPS], start=1)
    ]
    return phase_track(f"Steps of {execution.slug}", stops)


def _execution_answer(execution: Any) -> str:
    if execution.outcome is not None:
        why = f": {execution.reason[:200]}".rstrip(".") if execution.reason else ""
        return f"It has {execution.outcome.value}{why}."
    waits = [approval for approval in execution.approvals if approval.verdict is None and approval.policy is None]
    if waits:
        return "It waits for somebody's yes."
    done = sum(step.status.value == "succeeded" for step in execution.steps)
    return f"{done} of {counted(len(execution.steps), 'step')} done."


RUNBOOKS = ConsolePage(
    name="runbooks",
    path="/runbooks",
    template="runbooks.html",
    needs="SearchRunbooks",
    show=_list,
    rail=RailEntry(label="Runbooks", key="r", group=2),
)
RUNBOOK = ConsolePage(
    name="runbook", path="/runbooks/<uuid:runbook_id>", template="runbook.html", needs="GetRunbook", show=_one
)
EXECUTION = ConsolePage(
    name="execution",
    path="/runbooks/<uuid:runbook_id>/executions/<uuid:execution_id>",
    template="execution.html",
    needs="GetRunbookExecution",
    show=_execution,
)
