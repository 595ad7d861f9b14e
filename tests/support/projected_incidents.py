"""Incidents that were projected, and what can be asked about them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.projections.incident_timeline.queries import PostgresIncidentQueries
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.app.project import Projector
from shared.domain.incident.facts import IncidentAcknowledged, IncidentResolved, IncidentTimelineEntryAdded
from shared.domain.incident.values import EntryKind, TimelineEntry
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import IncidentStatus
from shared.projections.incident_timeline.projection import incident_timeline
from shared.projections.incident_timeline.queries import IncidentSearch
from tests.support.facts import READER, TENANT, Log, commit, minutes, named

I = IncidentId(named("i"))  # noqa: E741
J = IncidentId(named("j"))


@dataclass
class World:
    log: Log
    projector: Projector
    queries: PostgresIncidentQueries
    url: str

    def happened(self, *facts: Any, tenant=TENANT) -> None:
        added = [self.log.add(fact, tenant=tenant, at=minutes(90)) for fact in facts]
        commit(self.url, added)
        self.projector.project(added)

    def numbers(self, **asked: Any) -> list[int]:
        return [found.number for found in self.queries.search_incidents(TENANT, IncidentSearch(**asked)).items]


@contextmanager
def incident_world(database_url: str) -> Iterator[World]:
    with (
        connect_pool(database_url, role="sre_projector", application="test") as writing,
        connect_pool(database_url, role="sre_query", application="test") as reading,
    ):
        yield World(
            Log(),
            Projector(incident_timeline, PostgresProjectionStore(writing, incident_timeline, READER)),
            PostgresIncidentQueries(reading, wait_s=0.2),
            database_url,
        )


def acknowledged(minute: int) -> IncidentAcknowledged:
    return IncidentAcknowledged(
        incident_id=I,
        acknowledged_by="human:ana",
        acknowledged_at=minutes(minute),
        status=IncidentStatus.ACKNOWLEDGED,
        note=None,
    )


def resolved(minute: int, incident: IncidentId = I) -> IncidentResolved:
    return IncidentResolved(
        incident_id=incident,
        previous=IncidentStatus.OPEN,
        summary="rolled back",
        resolved_by="human:ana",
        resolved_at=minutes(minute),
        approval_id=None,
    )


def note(name: str, minute: int, supersedes: str | None = None) -> IncidentTimelineEntryAdded:
    entry = TimelineEntry(
        entry_id=named(name),
        kind=EntryKind.NOTE,
        text=name,
        occurred_at=minutes(minute),
        supersedes=named(supersedes) if supersedes else None,
    )
    return IncidentTimelineEntryAdded(incident_id=I, entry=entry, added_by="human:ana")
