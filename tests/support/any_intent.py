"""Strategies: whatever may be asked of one aggregate, from a world small enough that intents meet each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from shared.domain.alert.intents import AcknowledgeAlert, IngestAlert, MarkAlertStale, UncorrelateAlert
from shared.domain.correlation_rule.intents import DeleteCorrelationRule, PutCorrelationRule
from shared.domain.correlation_rule.values import GroupingWindow, RuleDefinition
from shared.domain.incident.intents import (
    AcknowledgeIncident,
    AddIncidentTimelineEntry,
    AssignIncident,
    AssignIncidentRole,
    CloseIncident,
    CorrelateAlertsToIncident,
    CreateIncident,
    LinkIncidents,
    LinkServicesToIncident,
    MarkIncidentMerged,
    MergeIncidents,
    ReclassifyIncidentSeverity,
    ResolveIncident,
    TransitionIncidentStatus,
)
from shared.domain.incident.values import EntryKind, IncidentRole, LinkKind, ServiceLink, TimelineEntry
from shared.domain.knowledge_document.intents import PutKnowledgeDocument, RemoveKnowledgeDocument
from shared.domain.knowledge_document.values import DocumentKind, KnowledgeContent, Revision
from shared.domain.knowledge_feedback.intents import GiveFeedback
from shared.domain.knowledge_feedback.values import AnswerVerdict, FoundType
from shared.kernel.decider import Named, PublicState
from shared.kernel.ids import DocumentId, FeedbackId, IncidentId, RuleId
from shared.kernel.message import Intent
from shared.kernel.vocabulary import IncidentStatus, ResourceRef, Severity
from tests.support.alerts import ALERT, sighted
from tests.support.approvals import APPROVAL
from tests.support.given import NOON
from tests.support.incidents import BY_RULE, INCIDENT, episode

RULE = RuleId(UUID(int=5))
DOCUMENT = DocumentId(UUID(int=6))

_texts = st.text(min_size=1, max_size=8)
_few_ids = st.integers(1, 4).map(lambda number: UUID(int=number))
_incidents = st.one_of(_few_ids.map(IncidentId), st.just(INCIDENT))
_moments = st.integers(0, 40).map(lambda steps: NOON + timedelta(seconds=30 * steps))
_maybe_text = st.none() | _texts
_people = st.sampled_from(["human:ana", "human:ben", "process:p", "integration:i", "agent:a"])


@dataclass(frozen=True)
class Asked:
    intent: Intent
    at: datetime
    actor: str
    approved: bool
    public_states: Mapping[Named, PublicState] = field(default_factory=dict)


def _sighting(status, starts, received_at, severity, note) -> IngestAlert:
    starts_at = NOON + timedelta(hours=starts)
    return sighted(status, starts_at=starts_at, received_at=received_at, severity=severity, annotations={"a": note})


sightings = st.builds(
    _sighting,
    st.sampled_from(["firing", "resolved"]),
    st.integers(0, 2),
    _moments,
    st.sampled_from(list(Severity)[:2]),
    st.sampled_from(["x", "ü\n", ""]),
)
alert_intents = st.one_of(
    sightings,
    st.builds(AcknowledgeAlert, alert_id=st.just(ALERT), note=_maybe_text),
    st.builds(MarkAlertStale, alert_id=st.just(ALERT), last_seen_at=_moments, silent_for_s=st.just(1)),
    st.builds(UncorrelateAlert, alert_id=st.just(ALERT), incident_id=_few_ids, reason=_texts),
)

_here = st.just(INCIDENT)
_entries = st.builds(
    TimelineEntry, entry_id=_few_ids, kind=st.sampled_from(EntryKind), text=st.sampled_from("ab"), occurred_at=_moments
)
_resources = st.builds(ResourceRef, kind=_texts, name=_texts)
_services = st.builds(ServiceLink, service_id=_few_ids, because=_texts)
_episodes = st.builds(episode, st.integers(1, 4), st.integers(1, 2))
_creations = st.builds(
    CreateIncident,
    incident_id=_here,
    title=_texts,
    severity=st.sampled_from(Severity),
    affected_resources=st.lists(_resources, max_size=2).map(tuple),
    service_ids=st.lists(_few_ids, max_size=2).map(tuple),
    detected_at=st.none() | _moments,
    follows=st.none() | _incidents,
)
_statuses = st.one_of(
    st.builds(AcknowledgeIncident, incident_id=_here, note=_maybe_text),
    st.builds(
        TransitionIncidentStatus,
        incident_id=_here,
        status=st.sampled_from(IncidentStatus),
        reason=_maybe_text,
        reopen_window_s=st.sampled_from([0, 120]),
    ),
    st.builds(
        ResolveIncident, incident_id=_here, summary=st.sampled_from("ab"), approval_id=st.sampled_from([None, APPROVAL])
    ),
)
_moves = st.builds(
    TransitionIncidentStatus,
    incident_id=_here,
    status=st.sampled_from([IncidentStatus.INVESTIGATING, IncidentStatus.MITIGATING]),
    reason=st.just("because"),
)
_handlings = st.one_of(
    st.builds(ReclassifyIncidentSeverity, incident_id=_here, severity=st.sampled_from(Severity), reason=_texts),
    st.builds(AssignIncident, incident_id=_here, assignee=st.sampled_from([None, "ana", "ben"])),
    st.builds(
        AssignIncidentRole,
        incident_id=_here,
        role=st.sampled_from(IncidentRole),
        assignee=st.sampled_from([None, "ana", "ben"]),
    ),
    st.builds(AddIncidentTimelineEntry, incident_id=_here, entry=_entries),
)
_belongings = st.one_of(
    st.builds(
        CorrelateAlertsToIncident,
        incident_id=_here,
        alerts=st.lists(_episodes, min_size=1, max_size=4).map(tuple),
        correlation=st.just(BY_RULE),
    ),
    st.builds(
        MergeIncidents,
        incident_id=_here,
        merged_ids=st.lists(_incidents, min_size=1, max_size=3).map(tuple),
        reason=_texts,
    ),
    st.builds(MarkIncidentMerged, incident_id=_here, merged_into=_incidents, reason=_texts),
    st.builds(LinkServicesToIncident, incident_id=_here, services=st.lists(_services, min_size=1).map(tuple)),
    st.builds(LinkIncidents, incident_id=_here, linked_id=_incidents, kind=st.sampled_from(LinkKind)),
)
_closings = st.builds(
    CloseIncident,
    incident_id=_here,
    note=_maybe_text,
    postmortem_id=st.none() | _few_ids,
    waive_postmortem=st.sampled_from([None, None, "a known fault"]),
)
incident_intents = st.one_of(_statuses, _moves, _handlings, _belongings, _creations, _closings)

_definitions = st.builds(
    RuleDefinition,
    name=st.sampled_from("ab"),
    group_by=st.sampled_from([("service",), ("@environment", "namespace")]),
    window=st.sampled_from([GroupingWindow(), GroupingWindow(kind="fixed", seconds=60)]),
)
rule_intents = st.one_of(
    st.builds(PutCorrelationRule, rule_id=st.just(RULE), definition=_definitions),
    st.builds(DeleteCorrelationRule, rule_id=st.just(RULE)),
)


_contents = st.builds(
    KnowledgeContent, kind=st.sampled_from(DocumentKind), title=st.sampled_from("ab"), fix=st.sampled_from(["", "x"])
)
_revisions = st.none() | st.builds(Revision, number=st.none() | st.integers(0, 3), at=_moments)
document_intents = st.one_of(
    st.builds(
        PutKnowledgeDocument,
        document_id=st.just(DOCUMENT),
        slug=st.sampled_from(["n", "n", "m"]),
        content=_contents,
        revision=_revisions,
    ),
    st.builds(RemoveKnowledgeDocument, document_id=st.just(DOCUMENT), reason=_texts, revision=_revisions),
)


feedback_intents = st.builds(
    GiveFeedback,
    feedback_id=st.just(FeedbackId(UUID(int=8))),
    document_id=st.just(UUID(int=6)),
    document_type=st.just(FoundType.RUNBOOK),
    question=st.sampled_from(["disk full", "Full disk!", "pod-7 restarts", "pod-8 restarts"]),
    verdict=st.sampled_from(AnswerVerdict),
)


_named = st.sampled_from(["", str(INCIDENT), f"{INCIDENT} {UUID(int=1)}", str(UUID(int=1))])
_said_by_alerts = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["firing", "firing", "resolved", "stale"]),
        "episode": st.sampled_from("12"),
        "uncorrelated_from": st.sampled_from(["", "", str(INCIDENT)]),
    }
)
_said_by_incidents = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["open", "resolved", "closed"]),
        "merged_into": st.sampled_from(["", "", str(UUID(int=3))]),
        "took_over": _named,
    }
)
_said_by_postmortems = st.fixed_dictionaries(
    {"status": st.sampled_from(["draft", "published"]), "incident_id": st.sampled_from([str(INCIDENT), "another"])}
)
#: How the others stand that an incident may consult, from one moment to the next.
incident_neighbours = st.builds(
    lambda *said: {key: state for each in said for key, state in each.items()},
    st.fixed_dictionaries({("alert", str(UUID(int=number))): _said_by_alerts for number in range(1, 5)}),
    st.dictionaries(_incidents.map(lambda one: ("incident", str(one))), _said_by_incidents),
    st.dictionaries(_few_ids.map(lambda one: ("postmortem", str(one))), _said_by_postmortems),
)
_nobody: st.SearchStrategy[Mapping[Named, PublicState]] = st.just({})


def asked(
    intents: st.SearchStrategy[Intent], public_states: st.SearchStrategy[Mapping[Named, PublicState]] = _nobody
) -> st.SearchStrategy[list[Asked]]:
    """In the order of asking; time may stand still or even go back, as it does between machines."""
    return st.lists(st.builds(Asked, intents, _moments, _people, st.booleans(), public_states), max_size=40)
