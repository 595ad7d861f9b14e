"""The incident timeline: what an incident is now, everything that happened in it, and how it hangs together."""

from shared.projections.incident_timeline.entries import entries
from shared.projections.incident_timeline.incidents import incidents
from shared.projections.incident_timeline.relations import links, members
from shared.projections.incident_timeline.statuses import status_changes
from shared.projections.projection import Projection

incident_timeline = Projection(
    name="incident_timeline",
    version=3,
    views=(incidents, entries, status_changes, members, links),
)
