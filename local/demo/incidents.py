"""Stories as requests: alerts come together in an incident, people do what they said they did."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from local.demo.alerts import Firing, firings, sightings, with_episodes
from local.demo.asking import WORKFLOW, DatedIntent, human
from local.demo.rules import correlation_by
from local.demo.scene import Scene
from local.demo.services import BY_SLUG
from local.demo.story import Said, Story
from local.demo_targets import CLUSTER, ENVIRONMENT
from shared.domain.alert.intents import AcknowledgeAlert, UncorrelateAlert
from shared.domain.incident.intents import (
    AcknowledgeIncident,
    AddIncidentTimelineEntry,
    AssignIncident,
    AssignIncidentRole,
    CloseIncident,
    CorrelateAlertsToIncident,
    CreateIncident,
    LinkIncidents,
    MarkIncidentMerged,
    MergeIncidents,
    ReclassifyIncidentSeverity,
    ResolveIncident,
    TransitionIncidentStatus,
)
from shared.domain.incident.values import AlertRef, EntryKind, IncidentRole, LinkKind, TimelineEntry
from shared.kernel.ids import AlertId, IncidentId, service_id_for
from shared.kernel.message import Intent
from shared.kernel.vocabulary import IncidentSource, IncidentStatus, ResourceRef, Severity

_MOMENT = timedelta(seconds=1)
#: What people write down, in their own words.
_ENTRIES: Final[Mapping[str, EntryKind]] = {kind.value: kind for kind in EntryKind}
_MOVES: Final = {
    "investigating": IncidentStatus.INVESTIGATING,
    "mitigating": IncidentStatus.MITIGATING,
    "reopen": IncidentStatus.INVESTIGATING,
}


def begins_at(scene: Scene, story: Story) -> datetime:
    return scene.on(story.days, story.clock) if story.ago is None else scene.ago(minutes=story.ago)


def incidents(scene: Scene, stories: Iterable[Story], noise: Iterable[Firing] = ()) -> Iterator[DatedIntent]:
    told = tuple(stories)
    fired = [
        firing
        for story in told
        for fires in story.alerts
        for firing in firings(scene, story.service, fires, begins_at(scene, story), story.slug)
    ]
    held: dict[str, list[tuple[Firing, AlertRef]]] = {story.slug: [] for story in told}
    for firing, ref in with_episodes((*fired, *noise)):
        yield from (ask for ask in sightings(firing) if ask.at <= scene.now)
        if firing.story is not None:
            held[firing.story].append((firing, ref))
    for story in told:
        yield from _opened(scene, story, held[story.slug])
        yield from _handled(scene, story, held[story.slug])


def _opened(scene: Scene, story: Story, held: list[tuple[Firing, AlertRef]]) -> Iterator[DatedIntent]:
    incident_id, began = scene.incident(story.slug), begins_at(scene, story)
    correlation = correlation_by(scene, story.service)
    seen = held[0][0].told_at if held and story.opened_by is None else began
    yield DatedIntent(
        at=seen + _MOMENT,
        actor=WORKFLOW if story.opened_by is None else human(story.opened_by),
        intent=CreateIncident(
            incident_id=incident_id,
            title=story.title,
            severity=story.severity,
            source=IncidentSource.ALERT if story.opened_by is None else IncidentSource.MANUAL,
            description=story.description,
            affected_resources=(resource_of(story.service),),
            service_ids=(service_id_for(scene.tenant_id, story.service),),
            detected_at=seen,
            impact_started_at=min(began, seen) - timedelta(minutes=story.unseen),
            correlation_key=correlation.correlation_key if held else None,
            follows=None if story.follows is None else scene.incident(story.follows),
        ),
    )
    for firing, ref in held:
        intent = CorrelateAlertsToIncident(incident_id=incident_id, alerts=(ref,), correlation=correlation)
        yield DatedIntent(at=max(firing.told_at, seen) + 2 * _MOMENT, actor=WORKFLOW, intent=intent)


def resource_of(service: str) -> ResourceRef:
    thing = BY_SLUG[service]
    kind = "Deployment" if thing.kind == "component" else "StatefulSet"
    return ResourceRef(kind=kind, name=service, namespace=thing.team.slug, cluster=CLUSTER, environment=ENVIRONMENT)


def _handled(scene: Scene, story: Story, held: list[tuple[Firing, AlertRef]]) -> Iterator[DatedIntent]:
    """What would be later than now has not happened yet."""
    alerts = {firing.fires.name: firing.alert_id for firing, _ in held}
    for index, line in enumerate(story.lines):
        at = begins_at(scene, story) + line.after + timedelta(seconds=scene.luck(story.slug, index).randrange(5, 55))
        if at > scene.now:
            continue
        actor = human(line.who)
        if line.verb == "merge":
            yield from _merged(scene, story, line, at)
        elif line.verb in ("seen", "uncorrelate"):
            yield DatedIntent(at=at, actor=actor, intent=_of_alert(scene, story, line, alerts))
        else:
            yield DatedIntent(at=at, actor=actor, intent=_intent(scene, story, line, index, at))


def _merged(scene: Scene, story: Story, line: Said, at: datetime) -> Iterator[DatedIntent]:
    other, _, reason = line.text.partition(" ")
    survivor, merged = scene.incident(story.slug), scene.incident(other)
    yield DatedIntent(
        at=at,
        actor=human(line.who),
        intent=MergeIncidents(incident_id=survivor, merged_ids=(merged,), reason=reason),
    )
    yield DatedIntent(
        at=at + _MOMENT,
        actor=WORKFLOW,
        intent=MarkIncidentMerged(incident_id=merged, merged_into=survivor, reason=reason),
    )


def _of_alert(scene: Scene, story: Story, line: Said, alerts: Mapping[str, AlertId]) -> Intent:
    name, _, words = line.text.partition(" ")
    if line.verb == "seen":
        return AcknowledgeAlert(alert_id=alerts[name], note=words or None)
    return UncorrelateAlert(alert_id=alerts[name], incident_id=scene.incident(story.slug), reason=words)


def _intent(scene: Scene, story: Story, line: Said, index: int, at: datetime) -> Intent:
    incident_id, text = scene.incident(story.slug), line.text
    if line.verb in _ENTRIES:
        entry = TimelineEntry(
            entry_id=scene.id("entry", story.slug, index), kind=_ENTRIES[line.verb], text=text, occurred_at=at
        )
        return AddIncidentTimelineEntry(incident_id=incident_id, entry=entry)
    if line.verb in _MOVES:
        return TransitionIncidentStatus(incident_id=incident_id, status=_MOVES[line.verb], reason=text or None)
    if line.verb in ("related", "caused"):
        kind = LinkKind.RELATED if line.verb == "related" else LinkKind.CAUSED_BY
        return LinkIncidents(incident_id=incident_id, linked_id=scene.incident(text), kind=kind)
    return _SIMPLE[line.verb](incident_id, text)


def _role(incident_id: IncidentId, text: str) -> Intent:
    role, _, person = text.partition(" ")
    return AssignIncidentRole(incident_id=incident_id, role=IncidentRole(role), assignee=human(person))


def _severity(incident_id: IncidentId, text: str) -> Intent:
    severity, _, reason = text.partition(" ")
    return ReclassifyIncidentSeverity(incident_id=incident_id, severity=Severity(severity), reason=reason)


_SIMPLE: Final[Mapping[str, Callable[[IncidentId, str], Intent]]] = {
    "ack": lambda incident_id, text: AcknowledgeIncident(incident_id=incident_id, note=text or None),
    "assign": lambda incident_id, text: AssignIncident(incident_id=incident_id, assignee=human(text)),
    "role": _role,
    "severity": _severity,
    "resolve": lambda incident_id, text: ResolveIncident(incident_id=incident_id, summary=text),
    "close": lambda incident_id, text: CloseIncident(incident_id=incident_id, note=text or None),
    "waive": lambda incident_id, text: CloseIncident(incident_id=incident_id, waive_postmortem=text),
}
