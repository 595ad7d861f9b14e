"""Alerts: what fires, in the groups in which its source told it, and one alert with all that is known of it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from shared.adapters.console.asking import ask
from shared.adapters.console.page import ConsolePage, RailEntry
from shared.adapters.console.pages.alert_groups import (
    AlertCard,
    alert_cards,
    day_of,
    ended_groups,
    episodes_by_alert,
)
from shared.adapters.console.pages.shared_content import content_of, few, items_of
from shared.adapters.console.parts import PagePart
from shared.adapters.console.visit import Visit
from shared.kernel.vocabulary import Severity

_DAY = timedelta(days=1)
#: So many alerts that fire are on a page, so many groups of them are drawn, and so much of what ended is looked at.
_MOST, _DRAWN, _ENDED = 100, 20, 50
_EXPIRED = 200
#: So many rows of a group are shown: beside others, and alone.
_FEW_ROWS, _ROWS = 5, 25


def _list(visit: Visit) -> Mapping[str, Any]:
    given = _given(visit)
    filters = {
        "text": given["text"],
        "labels": given["label"] or None,
        "without_labels": given["without"] or None,
        "severities": given["severity"] or None,
        "without_incident": given["without_incident"],
    }
    firing = visit.ask(ask("SearchAlerts", statuses=["firing"], cursor=visit.one("cursor"), limit=_MOST, **filters))
    over = ["resolved", "stale"]
    parts = visit.gather(
        recent=ask("SearchAlerts", statuses=over, starts_from=visit.now - _DAY, limit=_ENDED, **filters),
        count=ask("CountActiveAlerts"),
        open=ask("ListOpenIncidents", limit=50),
        expired=ask("ListSilences", state="expired", limit=_EXPIRED),
    )
    cards = alert_cards(firing.items, items_of(parts, "recent"))
    loud = [card for card in cards if not card.suppressed_by]
    parts |= _history(visit, loud[:_DRAWN])
    episodes = episodes_by_alert(content_of(parts, "episodes"))
    return {
        "cards": [(card, day_of(card, episodes, visit.now, visit.reader.zone)) for card in loud[:_DRAWN]],
        "further": loud[_DRAWN:],
        "rows": _MOST if visit.one("rows") == "all" else _ROWS if len(cards) == 1 else _FEW_ROWS,
        "silent": [card for card in cards if card.suppressed_by],
        "ended": ended_groups(firing.items, items_of(parts, "recent")),
        "answer": _answer(cards, content_of(parts, "count"), more=firing.next_cursor is not None),
        "next_cursor": firing.next_cursor,
        "given": given,
        "severities": [severity.value for severity in Severity],
        "open": items_of(parts, "open"),
        "numbers": {incident.incident_id: incident.number for incident in items_of(parts, "open")},
        "expired": _just_expired(content_of(parts, "expired"), visit),
        "parts": parts,
    }


def _given(visit: Visit) -> Mapping[str, Any]:
    """The filters of the URL, under the names that they have there."""
    return {
        "text": visit.one("text"),
        "label": visit.several("label") or [],
        "without": visit.several("without") or [],
        "severity": visit.several("severity") or [],
        "without_incident": visit.one("without_incident"),
    }


def _history(visit: Visit, cards: Sequence[AlertCard]) -> Mapping[str, PagePart]:
    ids = list(dict.fromkeys(alert_id for card in cards for alert_id in card.alert_ids))
    if not ids:
        return {}
    return visit.gather(
        episodes=ask("ListAlertEpisodes", alert_ids=ids, ends_from=visit.now - _DAY, starts_to=visit.now)
    )


def _answer(cards: Sequence[AlertCard], count: Any, *, more: bool) -> str:
    loud = [card for card in cards if not card.suppressed_by]
    silent = sum(card.firing for card in cards if card.suppressed_by)
    if not loud:
        return f"Nothing fires that anybody is told of{f'; {silent} are suppressed' if silent else ''}."
    firing = sum(card.firing for card in loud)
    said = f"{firing} {'alert fires' if firing == 1 else 'alerts fire'} in {len(loud)} "
    said += f"{'group' if len(loud) == 1 else 'groups'}: {few([card.name for card in loud])}"
    said = f"The newest {said}" if more else said
    said += f"; {silent} suppressed" if silent else ""
    if more and count:
        said += f"; {count.firing:,} fire in all"
    return f"{said}; {count.without_incident:,} in no incident." if count and count.without_incident else f"{said}."


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
