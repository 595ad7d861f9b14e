"""How many alerts of the incidents on a page of the past fired then."""

from dataclasses import replace

from shared.adapters.postgres.projections.incident_timeline.statements import FIRING, PAST_HELD
from shared.adapters.postgres.projections.past import Timed, TimedReads
from shared.kernel.ids import TenantId
from shared.projections.incident_timeline.queries import IncidentSummary
from shared.projections.page import InvalidQuery, Page


def with_firing_then(
    reads: TimedReads, tenant_id: TenantId, asked: Timed, page: Page[IncidentSummary]
) -> Page[IncidentSummary]:
    """Left untold (None) where more history than one question may go through would have to be read for it."""
    parameters = {"tenant": tenant_id, "incidents": [incident.incident_id for incident in page.items]}
    if not page.items:
        return page
    try:
        with reads.reading(tenant_id, asked, PAST_HELD, parameters) as past:
            firing = {row["incident_id"]: row["alerts_firing"] for row in past.rows(FIRING, parameters)}
    except InvalidQuery:
        return page
    items = (replace(incident, alerts_firing=firing.get(incident.incident_id)) for incident in page.items)
    return replace(page, items=tuple(items))
