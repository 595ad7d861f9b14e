"""What services claim, for tests of whose a resource is."""

from typing import Any

from shared.domain.service.values import ResourceSelector
from shared.kernel.vocabulary import ServiceTier
from shared.projections.page import AsOf
from shared.projections.service_catalog.resource import Resource
from shared.projections.service_catalog.selector_resolution import Choice, Claim, Claims, choose
from tests.support.facts import named
from tests.support.history_services import service_id

AS_OF = AsOf(position=7, at=None)
SCHEDULE = named("schedule")
OWN = {"provider": "own", "schedule_id": str(SCHEDULE)}
CHECKOUT = Resource(
    kind="Deployment",
    namespace="shop",
    name="checkout-api",
    cluster="eu-1",
    environment="prod",
    labels={"app": "checkout", "team": "payments"},
)


def claim(slug: str, ordinal: int = 0, tier: ServiceTier = ServiceTier.STANDARD, **more: Any) -> Claim:
    kept = {name: more.pop(name) for name in ("on_call", "owner_team") if name in more}
    said: dict[str, Any] = (
        {"service_id": service_id(slug), "slug": slug, "name": slug.title(), "tier": tier, "ordinal": ordinal}
        | {"on_call": None, "owner_team": "", "selector": ResourceSelector(**more)}
        | kept
    )
    return Claim(**said)


def chosen(*claims: Claim, resource: Resource = CHECKOUT, truncated: bool = False) -> Choice:
    return choose(resource, Claims(claims=claims, truncated=truncated, as_of=AS_OF))
