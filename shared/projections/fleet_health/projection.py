"""How environments, their clusters, applications and resources are, and since when."""

from shared.projections.fleet_health.fleets import fleets
from shared.projections.fleet_health.resources import resources
from shared.projections.projection import Projection

fleet_health = Projection(name="fleet_health", version=2, views=(fleets, resources))
