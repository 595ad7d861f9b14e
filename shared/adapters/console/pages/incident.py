"""One incident: where it stands, what we think and on what that rests, what waits for a yes, and everything since."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from shared.adapters.console.asking import Question, ask
from shared.adapters.console.page import ConsolePage
from shared.adapters.console.pages.approval_card import ApprovalCard, approval_card
from shared.adapters.console.pages.incident_track import triage_track
from shared.adapters.console.pages.shared_content import content_of, items_of
from shared.adapters.console.shown_text import clip, holder, person
from shared.adapters.console.timeline_words import entry_words
from shared.adapters.console.visit import Visit
from shared.domain.approval.values import ApprovalStatus
from shared.domain.incident.values import EntryKind, IncidentRole, LinkKind
from shared.kernel.vocabulary import IncidentStatus, Severity
from shared.projections.incident_timeline.timeline_text import KINDS

#: The filters of the timeline.
KINDS_OF: Mapping[str, Sequence[str]] = {
    "all": (),
    "people": ("note", "action", "decision", "comms", "acknowledged", "assigned", "role_assigned"),
    "alerts": tuple(sorted(kind for kind in KINDS if kind.startswith("alert"))),
    "evidence": ("evidence",),
    "changes": ("created", "status_changed", "severity_changed", "resolved", "closed", "merged", "merged_into"),
}
_ALERTS_AT_ONCE = 6
_ENTRIES = 100


def _show(visit: Visit) -> Mapping[str, Any]:
    as_of = _instant(visit)
    incident = visit.ask(ask("GetIncident", visit.ids, as_of=as_of))
    chosen = visit.one("timeline") if visit.one("timeline") in KINDS_OF else "all"
    parts = visit.gather(
        timeline=ask(
            "GetIncidentTimeline",
            visit.ids,
            kinds=list(KINDS_OF[chosen or "all"]) or None,
            limit=_ENTRIES,
            cursor=visit.one("cursor"),
            as_of=as_of,
        ),
        **_alerts(incident, as_of),
        **({} if as_of else _of_now(visit.ids)),
    )
    triage = content_of(parts, "triage")
    return {
        "incident": incident,
        "parts": parts,
        "triage": triage,
        "track": None if triage is None else triage_track(triage),
        "numbers": _numbers(content_of(parts, "evidence")),
        "cards": _cards(visit, items_of(parts, "approvals")),
        "alerts": [part for name, part in parts.items() if name.startswith("alert-")],
        "chosen": chosen,
        "filters": tuple(KINDS_OF),
        "as_of": as_of,
        "answer": answer(incident, triage),
        "entry_words": entry_words,
        "kinds": [kind.value for kind in EntryKind],
        "severities": [severity.value for severity in Severity],
        "roles": [role.value for role in IncidentRole],
        "link_kinds": [kind.value for kind in LinkKind],
        "moves": [
            status
            for status in incident.allowed_transitions
            if status not in (IncidentStatus.RESOLVED, IncidentStatus.CLOSED)
        ],
    }


def answer(incident: Any, triage: Any) -> str:
    """The incident in one sentence."""
    held = holder(incident)
    said = f"{str(incident.status).capitalize()}, {f'held by {person(held)}' if held else 'nobody has it yet'}"
    if incident.resolution_summary:
        return f"{said}. {clip(incident.resolution_summary, 200)}"
    if triage is not None and triage.diagnosis is not None and triage.diagnosis.hypotheses:
        return f"{said}. We think: {clip(triage.diagnosis.hypotheses[0].title, 160)}."
    return f"{said}."


def _of_now(ids: Mapping[str, UUID]) -> Mapping[str, Question]:
    """What has no past: it is left out of an incident as it was."""
    return {
        "triage": ask("GetTriage", ids),
        "evidence": ask("ListEvidence", ids),
        "approvals": ask("ListApprovals", incident_id=ids["incident_id"], limit=5),
        "postmortems": ask("ListPostmortemsByIncident", ids, limit=5),
    }


def _alerts(incident: Any, as_of: datetime | None) -> Mapping[str, Question]:
    newest = list(dict.fromkeys(held.alert_id for held in reversed(incident.alerts)))[:_ALERTS_AT_ONCE]
    return {
        f"alert-{index}": ask("GetAlert", {"alert_id": alert_id}, as_of=as_of) for index, alert_id in enumerate(newest)
    }


def _numbers(evidence: Any) -> Mapping[str, int]:
    """Evidence by id, numbered as people cite it: e1, e2."""
    items = () if evidence is None else evidence.items
    return {str(item.evidence_id): number for number, item in enumerate(items, start=1)}


def _cards(visit: Visit, approvals: Sequence[Any]) -> list[ApprovalCard]:
    """What waits comes first; of the others the newest."""
    waits_first = sorted(approvals, key=lambda each: each.requested_at, reverse=True)
    waits_first.sort(key=lambda each: each.status is not ApprovalStatus.REQUESTED)
    return [approval_card(visit, approval) for approval in waits_first[:2]]


def _instant(visit: Visit) -> datetime | None:
    """An instant in the URL, with its zone, or as a field of the page has it, in the reader's."""
    given = visit.one("as_of")
    if given is None:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=visit.reader.zone)).astimezone(UTC)


INCIDENT = ConsolePage(
    name="incident",
    path="/incidents/<uuid:incident_id>",
    template="incident.html",
    needs="GetIncident",
    show=_show,
)
