"""The catalog: what runs, whose it is, and what it needs."""

from collections.abc import Iterator
from dataclasses import dataclass

from local.demo.asking import DatedIntent, human
from local.demo.company import BOOKING, HARBOUR, MONEY, PLATFORM, WEB, Team
from local.demo.scene import DAYS, Scene
from local.demo.signals import golden_signals
from local.demo_targets import CLUSTER, ENVIRONMENT
from shared.domain.service.intents import CreateService
from shared.domain.service.values import OwnSchedule, ResourceSelector, ServiceDefinition
from shared.kernel.ids import runbook_id_for, schedule_id_for, service_id_for, slo_id_for
from shared.kernel.value import Link
from shared.kernel.vocabulary import ServiceTier

_CRITICAL, _STANDARD, _MINOR = ServiceTier.CRITICAL, ServiceTier.STANDARD, ServiceTier.NON_CRITICAL


@dataclass(frozen=True, slots=True)
class Thing:
    slug: str
    team: Team
    tier: ServiceTier
    description: str
    needs: tuple[str, ...] = ()
    kind: str = "component"
    runbooks: tuple[str, ...] = ()
    slos: tuple[str, ...] = ()


SERVICES = (
    Thing(
        "bookings-db",
        PLATFORM,
        _CRITICAL,
        "PostgreSQL with every booking, one primary and two replicas.",
        (),
        "resource",
        runbooks=("failover-bookings-db", "disk-fills"),
    ),
    Thing(
        "message-bus",
        PLATFORM,
        _CRITICAL,
        "Kafka; what one service tells the others.",
        (),
        "resource",
        runbooks=("consumer-lag", "disk-fills"),
    ),
    Thing("identity", PLATFORM, _CRITICAL, "Logins of customers, partners and crews.", ("bookings-db",)),
    Thing("harbour-gateway", HARBOUR, _STANDARD, "Speaks the dialect of each of forty harbours.", ("message-bus",)),
    Thing(
        "sailings", BOOKING, _CRITICAL, "Timetable and free places, deck by deck.", ("bookings-db", "harbour-gateway")
    ),
    Thing("pricing", BOOKING, _STANDARD, "What a crossing costs today.", ("sailings",)),
    Thing(
        "payments",
        MONEY,
        _CRITICAL,
        "Cards, invoices, refunds; two acquirers.",
        ("bookings-db", "message-bus"),
        runbooks=("acquirer-failover", "certificate-renewal"),
        slos=("payments-availability",),
    ),
    Thing(
        "booking",
        BOOKING,
        _CRITICAL,
        "Holds places, takes the money, confirms.",
        ("bookings-db", "sailings", "pricing", "payments", "message-bus"),
        runbooks=("roll-back-release", "db-pool-exhausted"),
        slos=("booking-availability",),
    ),
    Thing("ticketing", HARBOUR, _CRITICAL, "Boarding passes and the scanners at the ramp.", ("booking", "identity")),
    Thing(
        "search", WEB, _STANDARD, "Finds crossings by place and day.", ("sailings", "pricing"), slos=("search-answers",)
    ),
    Thing("notifications", PLATFORM, _STANDARD, "Mail, text messages, push.", ("message-bus",)),
    Thing("storefront", WEB, _CRITICAL, "The web shop.", ("identity", "search", "booking"), slos=("storefront-pages",)),
    Thing("mobile-api", WEB, _CRITICAL, "What the apps talk to.", ("identity", "search", "booking", "ticketing")),
    Thing("reporting", PLATFORM, _MINOR, "Numbers for the harbours, every night.", ("bookings-db", "message-bus")),
)
BY_SLUG = {thing.slug: thing for thing in SERVICES}


def services(scene: Scene) -> Iterator[DatedIntent]:
    at = scene.on(DAYS + 7, "09:30")
    for thing in SERVICES:
        yield DatedIntent(
            at=at,
            actor=human(thing.team.people[0]),
            intent=CreateService(
                service_id=service_id_for(scene.tenant_id, thing.slug),
                slug=thing.slug,
                definition=_definition(scene, thing),
            ),
        )


def _definition(scene: Scene, thing: Thing) -> ServiceDefinition:
    return ServiceDefinition(
        name=thing.slug,
        kind=thing.kind,
        description=thing.description,
        tier=thing.tier,
        lifecycle="production",
        owner_team=thing.team.slug,
        members=thing.team.people,
        on_call=OwnSchedule(schedule_id=schedule_id_for(scene.tenant_id, thing.team.slug)),
        dependencies=tuple(service_id_for(scene.tenant_id, needed) for needed in thing.needs),
        runbook_ids=tuple(runbook_id_for(scene.tenant_id, slug) for slug in thing.runbooks),
        slo_ids=tuple(slo_id_for(scene.tenant_id, slug) for slug in thing.slos),
        resource_selectors=(
            ResourceSelector(
                environment=ENVIRONMENT, cluster=CLUSTER, namespace=thing.team.slug, name=f"{thing.slug}*"
            ),
            ResourceSelector(matchers=(f'service="{thing.slug}"',)),
        ),
        signals=golden_signals(thing.slug, thing.team.slug) if thing.kind == "component" else (),
        links=(Link(title="Dashboard", url=f"https://grafana.tidewater.example/d/{thing.slug}"),),
        tags=(thing.team.slug,),
    )
