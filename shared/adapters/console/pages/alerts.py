"""Alerts: what fires, in the groups in which its source told it, and one alert with all that is known of it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from shared.adapters.console.asking import ask
from shared.adapters.console.page import ConsolePage, RailEntry
from shared.adapters.console.pages.alert_groups import AlertCard, alert_cards
from shared.adapters.console.pages.shared_content import content_of, few, items_of
from shared.adapters.console.visit import Visit
from shared.kernel.vocabulary import Severity

_DAY = timedelta(days=1)
_MOST = 200


def _list(visit: Visit) -> Mapping[str, Any]:
    filters = {
        "text": visit.one("text"),
        "labels": visit.several("label"),
        "severities": visit.several("severity"),
        "without_incident": visit.one("without_incident"),
        "limit": _MOST,
    }
    firing = visit.ask(ask("SearchAlerts", statuses=["firing"], cursor=visit.one("cursor"), **filters))
    over = ["resolved", "stale"]
    parts = visit.gather(
        recent=ask("SearchAlerts", statuses=over, starts_from=visit.now - _DAY, **filters),
        count=ask("CountActiveAlerts"),
        open=ask("ListOpenIncidents", limit=50),
        expired=ask("ListSilences", state="expired", limit=_MOST),
    )
    recent = content_of(parts, "recent")
    cards = alert_cards(firing.items, () if recent is None else recent.items, visit.now, visit.reader.zone)
    return {
        "cards": [card for card in cards if card.firing and not card.suppressed_by],
        "silent": [card for card in cards if card.firing and card.suppressed_by],
        "over": [card for card in cards if not card.firing],
        "answer": _answer(cards, content_of(parts, "count")),
        "next_cursor": firing.next_cursor,
        "given": {
            "text": visit.one("text"),
            "label": visit.several("label") or [],
            "severity": visit.several("severity") or [],
            "without_incident": visit.one("without_incident"),
        },
        "severities": [severity.value for severity in Severity],
        "open": items_of(parts, "open"),
        "expired": _just_expired(content_of(parts, "expired"), visit),
        "parts": parts,
    }


def _answer(cards: Sequence[AlertCard], count: Any) -> str:
    loud = [card for card in cards if card.firing and not card.suppressed_by]
    silent = sum(card.firing for card in cards if card.suppressed_by)
    if not loud:
        return f"Nothing fires that anybody is told of{f'; {silent} are suppressed' if silent else ''}."
    firing = sum(card.firing for card in loud)
    said = f"{firing} {'alert fires' if firing == 1 else 'alerts fire'} in {len(loud)} "
    said += f"{'group' if len(loud) == 1 else 'groups'}: {few([card.name for card in loud])}"
    said += f"; {silent} suppressed" if silent else ""
    return f"{said}; {count.without_incident} in no incident." if count and count.without_incident else f"{said}."


def _just_expired(listed: Any, visit: Visit) -> Sequence[Any]:
    """Silences that ended within a day, the newest first."""
    if listed is None:
        return ()
    ended = [(silence.expired_at or silence.definition.ends_at, silence) for silence in listed.items]
    recent = [(at, silence) for at, silence in ended if at is not None and visit.now - _DAY <= at <= visit.now]
    return sorted(recent, key=lambda pair: pair[0], reverse=True)[:10]


def _one(visit: Visit) -> Mapping[str, Any]:
    alert = visit.ask(ask("GetAlert", visit.ids, as_of=visit.one("as_of")))
    runbook = ask(
        "FindRunbookOfAlert",
        alertname=alert.name,
        runbook_url=alert.annotations.get("runbook_url"),
        text=" ".join((*alert.annotations.values(), *alert.labels.values()))[:500],
    )
    parts = visit.gather(runbook=runbook, on_call=ask("GetOnCallForResource", labels=_labels(alert)))
    return {
        "alert": alert,
        "runbook": content_of(parts, "runbook"),
        "on_call": content_of(parts, "on_call"),
        "answer": _one_answer(alert),
        "matchers": [f'{name}="{value}"' for name, value in sorted(alert.labels.items())],
    }


def _labels(alert: Any) -> list[str]:
    return [f"{name}={value}" for name, value in sorted(alert.labels.items())][:100]


def _one_answer(alert: Any) -> str:
    told = "nobody is told of it" if alert.suppressed_by else "somebody is told of it"
    seen = f"seen by {alert.acknowledged_by.partition(':')[2]}" if alert.acknowledged_by else "nobody has taken it"
    if alert.status.value != "firing":
        return f"It is {alert.status.value}; this was its episode {alert.episode}."
    why = alert.belonging.text if alert.belonging is not None else ""
    return f"It fires; {told}, and {seen}. {why}".strip()


ALERTS = ConsolePage(
    name="alerts",
    path="/alerts",
    template="alerts.html",
    needs="SearchAlerts",
    show=_list,
    rail=RailEntry(label="Alerts", key="a"),
)
ALERT = ConsolePage(name="alert", path="/alerts/<uuid:alert_id>", template="alert.html", needs="GetAlert", show=_one)
