"""The service catalog: found by words and owner, as a graph, by what runs where, and by runbook."""

from shared.projections.projection import Projection
from shared.projections.service_catalog.services import services

service_catalog = Projection(name="service_catalog", version=4, views=(services,))
