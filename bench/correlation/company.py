"""A company of 22 services for the mixes: who needs whom, and where they run."""

from typing import Final

from shared.domain.service.facts import ServiceCreated
from shared.domain.service.values import ServiceDefinition
from shared.kernel.ids import ServiceId, derive

#: What each service needs.
NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "web": ("catalog", "cart", "checkout", "search", "accounts"),
    "mobile-api": ("catalog", "cart", "accounts"),
    "checkout": ("payments", "cart", "inventory", "shipping"),
    "payments": ("ledger", "fraud"),
    "catalog": ("catalog-db", "images"),
    "cart": ("cart-redis",),
    "search": ("search-index",),
    "accounts": ("accounts-db", "mailer"),
    "inventory": ("stock-db",),
    "shipping": ("carrier-gateway",),
    "ledger": ("ledger-db",),
    "fraud": ("features",),
    "images": (),
    "catalog-db": (),
    "cart-redis": (),
    "search-index": (),
    "accounts-db": (),
    "mailer": (),
    "stock-db": (),
    "carrier-gateway": (),
    "ledger-db": (),
    "features": (),
}
_NAMESPACES: Final = {
    "front": ("web", "mobile-api"),
    "shop": ("checkout", "catalog", "cart", "search", "inventory", "shipping", "images", "carrier-gateway"),
    "money": ("payments", "ledger", "fraud", "ledger-db", "features"),
    "people": ("accounts", "accounts-db", "mailer"),
    "data": ("catalog-db", "cart-redis", "search-index", "stock-db"),
}
NAMESPACE_OF: Final = {service: namespace for namespace, several in _NAMESPACES.items() for service in several}


def distances_up(service: str) -> dict[str, int]:
    """Finds all that need the service, and the service itself, each with how many steps away it is."""
    found, edge = {service: 0}, {service}
    while edge:
        edge = {one for one, needs in NEEDS.items() if edge & set(needs)} - found.keys()
        found |= dict.fromkeys(edge, max(found.values()) + 1)
    return found


def catalog() -> list[ServiceCreated]:
    return [
        ServiceCreated(
            service_id=_id_of(slug),
            slug=slug,
            definition=ServiceDefinition(name=slug, dependencies=tuple(map(_id_of, needs))),
            origin=None,
            created_by="human:ana",
        )
        for slug, needs in NEEDS.items()
    ]


def _id_of(slug: str) -> ServiceId:
    return ServiceId(derive("bench", "service", slug))
