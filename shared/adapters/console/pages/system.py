"""The system itself: how far its read models have come, what could not be read, its rules, and its automation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.adapters.console.asking import ask
from shared.adapters.console.page import ConsolePage, RailEntry
from shared.adapters.console.pages.shared_content import content_of, counted, items_of
from shared.adapters.console.parts import PagePart
from shared.adapters.console.shown_time import span
from shared.adapters.console.visit import Visit
from shared.ports.operation import Declined

_DAYS = (7, 30, 90)
#: Of each read model the cheapest question, whose answer says how new it is.
_READ_MODELS = {
    "Incidents": ask("SearchIncidents", limit=1),
    "Alerts": ask("CountActiveAlerts"),
    "Services": ask("SearchServices", limit=1),
    "Fleet": ask("ListEnvironmentHealth", limit=1),
    "Runbooks": ask("SearchRunbooks", limit=1),
    "Postmortems": ask("SearchPostmortems", limit=1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadModelLine:
    """How far one read model has come."""

    name: str
    """What it shows."""
    position: int | None
    """The position of the newest fact that it holds. None: it could not be asked."""
    at: datetime | None
    """When that fact was recorded. None: there is none, or it could not be asked."""
    missing: str | None
    """Why it could not be asked. None: it could."""


def _show(visit: Visit) -> Mapping[str, Any]:
    asks = {
        "rules": ask("ListCorrelationRules", limit=100),
        "policy": ask("GetTriagePolicy"),
        **({"health": ask("GetSystemHealth")} if visit.may("GetSystemHealth") else {}),
        **({"quarantine": ask("ListQuarantine", limit=20)} if visit.may("ListQuarantine") else {}),
    }
    parts = visit.gather(**asks, **_READ_MODELS)
    lines = [_line(name, parts[name]) for name in _READ_MODELS]
    quarantine = items_of(parts, "quarantine")
    return {
        "parts": parts,
        "lines": lines,
        "furthest": max((line.position or 0 for line in lines), default=0),
        "rules": items_of(parts, "rules"),
        "policy": content_of(parts, "policy"),
        "health": content_of(parts, "health"),
        "quarantine": quarantine,
        "may_see_quarantine": visit.may("ListQuarantine"),
        "answer": _answer(lines, quarantine, content_of(parts, "policy")),
    }


def _line(name: str, part: PagePart) -> ReadModelLine:
    as_of = getattr(part.content, "as_of", None)
    position, at = (None, None) if as_of is None else (as_of.position, as_of.at)
    return ReadModelLine(name=name, position=position, at=at, missing=part.missing)


def _answer(lines: Sequence[ReadModelLine], quarantine: Sequence[Any], policy: Any) -> str:
    broken = [line.name.lower() for line in lines if line.missing]
    said = [f"{', '.join(broken)} cannot be read" if broken else "Every read model answers"]
    if quarantine:
        said.append(f"{counted(len(quarantine), 'body', 'bodies')} from webhooks could not be understood")
    if policy is not None and policy.paused:
        said.append("automation is paused")
    return f"{'; '.join(said)}."


def _rule(visit: Visit) -> Mapping[str, Any]:
    rule = visit.ask(ask("GetCorrelationRule", visit.ids))
    given = visit.one("days")
    days = int(given) if given in {str(each) for each in _DAYS} else None
    report, why_not = None, None
    if days is not None:
        try:
            report = _replayed(visit, rule, days, off=visit.one("off") == "true")
        except Declined as declined:
            why_not = declined.problem.title
    return {
        "rule": rule,
        "report": report,
        "why_not": why_not,
        "days": days,
        "spans": _DAYS,
        "off": visit.one("off") == "true",
        "answer": _rule_answer(rule, report),
    }


def _replayed(visit: Visit, rule: Any, days: int, *, off: bool) -> Any | None:
    """What the incidents of the past would have been; nothing is changed."""
    definition = rule.definition.model_dump(mode="json") | ({"enabled": False} if off else {})
    asked = ask(
        "ReplayCorrelationRule",
        definition=definition,
        rule_id=rule.rule_id,
        since=visit.now - timedelta(days=days),
        until=visit.now,
    )
    stream = visit.asking.answer(asked).stream
    if stream is None:
        return None
    try:
        return next((event.content for event in stream if event.name == "report"), None)
    finally:
        stream.close()


def _rule_answer(rule: Any, report: Any | None) -> str:
    if report is not None:
        return (
            f"Of {counted(report.alerts, 'alert')} it would have made {counted(report.incidents_after, 'incident')} "
            f"in place of {report.incidents_before}, and called somebody {counted(report.pages_after, 'time')} in "
            f"place of {report.pages_before}."
        )
    if rule.problem:
        return f"It matches nothing: {rule.problem}."
    return (
        f"Alerts that agree on {', '.join(rule.definition.group_by)} within "
        f"{span(rule.definition.window.seconds)} are one incident."
    )


SYSTEM = ConsolePage(
    name="system",
    path="/system",
    template="system.html",
    needs="ListCorrelationRules",
    show=_show,
    rail=RailEntry(label="System", group=3),
)
RULE = ConsolePage(
    name="rule", path="/system/rules/<uuid:rule_id>", template="rule.html", needs="GetCorrelationRule", show=_rule
)
