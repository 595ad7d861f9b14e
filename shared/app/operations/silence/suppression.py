"""Why nobody is told of an alert or an incident: the silences and maintenance windows that match it now.

A page costs two statements whatever is on it: the silences that have not expired, and, only when the window of one of
them is open, the labels of what fires in the incidents shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from pydantic import TypeAdapter

from shared.app.operations.query_services import QueryServices
from shared.domain.silence.values import SilenceDefinition
from shared.domain.silence.windows import window_at
from shared.kernel.ids import TenantId
from shared.kernel.matchers import StepBudget, all_hold
from shared.projections.suppression import IncidentSuppression, Suppression

_DEFINITION: TypeAdapter[SilenceDefinition] = TypeAdapter(SilenceDefinition)
#: Silences that last are few; of more than these, those that end last are looked at.
_MOST = 1_000

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ActiveSilence:
    """A silence holds now for whatever its matchers match."""

    suppression: Suppression
    """How it is told to people."""
    matchers: tuple[str, ...]
    """All of them must hold for an alert's labels."""

    def matches(self, labels: Labels, steps: StepBudget) -> bool:
        """``steps`` bounds the work of all matchers of a request together."""
        return all_hold(self.matchers, labels, steps)


def active_silences(queries: QueryServices, tenant_id: TenantId) -> tuple[ActiveSilence, ...]:
    """Reads the silences that hold now; of very many, those that end last."""
    now = queries.clock.now()
    found = queries.state.lasting_silences(tenant_id, at=now, limit=_MOST)
    defined = ((stored, _DEFINITION.validate_python(stored.state["definition"])) for stored in found)
    return tuple(
        ActiveSilence(
            Suppression(
                silence_id=stored.aggregate_id,
                kind=definition.kind,
                reason=definition.reason,
                created_by=stored.state["created_by"],
                until=window.ends_at,
            ),
            definition.matchers,
        )
        for stored, definition in defined
        if (window := window_at(definition, now)) is not None
    )


def suppressions_of(silences: Sequence[ActiveSilence], labels: Labels) -> tuple[Suppression, ...]:
    """Returns the silences that match these labels."""
    steps = StepBudget()
    return tuple(silence.suppression for silence in silences if silence.matches(labels, steps))


def suppressions_by_incident(
    queries: QueryServices, tenant_id: TenantId, incident_ids: Sequence[UUID]
) -> Mapping[UUID, tuple[IncidentSuppression, ...]]:
    """Returns, by incident, the silences that match at least one of its alerts that fire; others are left out."""
    silences = active_silences(queries, tenant_id) if incident_ids else ()
    if not silences:
        return {}
    firing, steps = queries.alerts.firing_labels(tenant_id, incident_ids), StepBudget()
    suppressed = ((incident_id, _of_incident(silences, labels, steps)) for incident_id, labels in firing.items())
    return {incident_id: found for incident_id, found in suppressed if found}


def _of_incident(
    silences: Sequence[ActiveSilence], firing: Sequence[Labels], steps: StepBudget
) -> tuple[IncidentSuppression, ...]:
    counted = ((silence, sum(silence.matches(labels, steps) for labels in firing)) for silence in silences)
    return tuple(
        IncidentSuppression(**asdict(silence.suppression), alerts=count, alerts_firing=len(firing))
        for silence, count in counted
        if count
    )
