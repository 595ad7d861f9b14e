"""Alerts of the history: every firing, which episode of its alert it is, and what the monitoring said of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from local.demo.asking import MONITORING, DatedIntent
from local.demo.rules import SOURCE
from local.demo.scene import Scene
from local.demo.services import BY_SLUG
from local.demo.story import Fires
from local.demo_targets import CLUSTER, ENVIRONMENT
from shared.domain.alert.intents import IngestAlert, MarkAlertStale
from shared.domain.incident.values import AlertRef
from shared.kernel.ids import AlertId, alert_id_for
from shared.kernel.vocabulary import AlertSource

#: From the condition to the word of it: the rule's own patience and the sender's grouping.
_TOLD_AFTER = timedelta(seconds=40)
#: This history's monitoring says nothing more by itself; what fires at its end is believed for a while.
_PATIENCE_S = 45 * 86_400
_SILENCE_S = 29_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """One time that one alert fired; ``story`` is the incident it belongs to, if any."""

    alert_id: AlertId
    fires: Fires
    service: str
    starts_at: datetime
    ends_at: datetime | None
    story: str | None

    @property
    def told_at(self) -> datetime:
        return self.starts_at + _TOLD_AFTER


def firings(scene: Scene, service: str, fires: Fires, since: datetime, story: str | None) -> Iterator[Firing]:
    alert_id = alert_id_for(scene.tenant_id, SOURCE, _fingerprint(service, fires))
    starts_at = since + timedelta(minutes=fires.after)
    for _ in range(fires.times):
        ends_at = None if fires.lasts is None or fires.goes_stale else starts_at + timedelta(minutes=fires.lasts)
        yield Firing(
            alert_id=alert_id,
            fires=fires,
            service=service,
            starts_at=starts_at,
            ends_at=ends_at,
            story=story,
        )
        starts_at = (ends_at or starts_at) + timedelta(minutes=fires.pause)


def with_episodes(all_firings: Iterable[Firing]) -> list[tuple[Firing, AlertRef]]:
    """In order of time; an alert that fires again is in its next episode."""
    counts: dict[AlertId, int] = {}
    found = []
    for firing in sorted(all_firings, key=lambda each: each.starts_at):
        counts[firing.alert_id] = episode = counts.get(firing.alert_id, 0) + 1
        found.append((firing, AlertRef(alert_id=firing.alert_id, episode=episode)))
    return found


def sightings(firing: Firing) -> Iterator[DatedIntent]:
    yield _sighting(firing, firing.told_at, resolved=False)
    if firing.fires.goes_stale:
        silent_since = firing.told_at
        intent = MarkAlertStale(alert_id=firing.alert_id, last_seen_at=silent_since, silent_for_s=_SILENCE_S)
        yield DatedIntent(at=silent_since + timedelta(seconds=_SILENCE_S), actor="process:staleness", intent=intent)
    elif firing.ends_at is not None:
        yield _sighting(firing, firing.ends_at + _TOLD_AFTER, resolved=True)


def _sighting(firing: Firing, at: datetime, *, resolved: bool) -> DatedIntent:
    fires = firing.fires
    intent = IngestAlert(
        alert_id=firing.alert_id,
        source=AlertSource.PROMETHEUS,
        source_name=SOURCE,
        fingerprint=_fingerprint(firing.service, fires),
        status="resolved" if resolved else "firing",
        name=fires.name,
        severity=fires.severity,
        labels=_identity(firing.service, fires) | {"severity": fires.severity.value},
        annotations={
            "summary": fires.summary or f"{fires.name} on {firing.service}",
            "runbook_url": f"https://runbooks.tidewater.example/{firing.service}/{fires.name.lower()}",
        },
        starts_at=firing.starts_at,
        ends_at=firing.ends_at if resolved else None,
        received_at=at,
        generator_url=f"https://prometheus.tidewater.example/graph?g0.expr={fires.name}",
        environment_id=ENVIRONMENT,
        group_key=f'{{}}:{{service="{firing.service}"}}',
        stale_after_s=_SILENCE_S if fires.goes_stale else _PATIENCE_S,
    )
    return DatedIntent(at=at, actor=MONITORING, intent=intent)


def _identity(service: str, fires: Fires) -> dict[str, str]:
    known = {"alertname": fires.name, "service": service, "namespace": BY_SLUG[service].team.slug, "cluster": CLUSTER}
    return known | dict(fires.labels)


def _fingerprint(service: str, fires: Fires) -> str:
    return sha256(repr(sorted(_identity(service, fires).items())).encode()).hexdigest()[:16]
