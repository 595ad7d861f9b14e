"""Alert groups: what every alert is now and was, and which incident holds it, by which rule."""

from shared.projections.alert_groups.alerts import alerts
from shared.projections.alert_groups.episodes import episodes
from shared.projections.alert_groups.groups import groups, members, merges, uncorrelations
from shared.projections.projection import Projection

alert_groups = Projection(
    name="alert_groups",
    version=3,
    views=(alerts, episodes, groups, members, uncorrelations, merges),
)
