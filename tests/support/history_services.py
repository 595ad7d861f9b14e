"""Services of the catalog for tests of the read side."""

import random
from collections.abc import Sequence
from typing import Any

from shared.domain.service.facts import ServiceCreated, ServiceDeleted, ServiceUpdated
from shared.domain.service.values import ExternalSchedule, OwnSchedule, ResourceSelector, ServiceDefinition
from shared.kernel.ids import RunbookId, ScheduleId, ServiceId
from shared.kernel.message import Fact
from shared.kernel.vocabulary import ServiceTier
from tests.support.facts import named

NAMES = ("checkout", "payments", "ledger")


def service_id(slug: str) -> ServiceId:
    return ServiceId(named(f"service {slug}"))


def runbook_id(slug: str) -> RunbookId:
    return RunbookId(named(f"runbook {slug}"))


def defined(name: str = "Checkout", *, needs: Sequence[str] = (), **more: Any) -> ServiceDefinition:
    return ServiceDefinition(name=name, dependencies=tuple(service_id(slug) for slug in needs), **more)


def service(slug: str = "checkout", **more: Any) -> ServiceCreated:
    return ServiceCreated(
        service_id=service_id(slug),
        slug=slug,
        definition=defined(**{"name": slug.title()} | more),
        origin=None,
        created_by="human:ana",
    )


def changed(slug: str = "checkout", **more: Any) -> ServiceUpdated:
    definition = defined(**{"name": slug.title()} | more)
    return ServiceUpdated(
        service_id=service_id(slug), definition=definition, origin="backstage:catalog.yaml", updated_by="human:ben"
    )


def deleted(slug: str = "checkout") -> ServiceDeleted:
    return ServiceDeleted(service_id=service_id(slug), reason=None, deleted_by="human:ana")


def services_born() -> Sequence[Fact]:
    return [
        service(slug, needs=("unknown",), runbook_ids=(runbook_id("one"),), resource_selectors=(_selector(slug),))
        for slug in NAMES
    ]


def service_grows(chance: random.Random, step: int) -> Fact:
    slug = chance.choice(NAMES)
    rest = [other for other in NAMES if other != slug]
    said: dict[str, Any] = {
        "needs": chance.sample(rest, chance.randint(0, 2)),
        "runbook_ids": tuple(runbook_id(name) for name in chance.sample(("one", "two", "three"), chance.randint(0, 3))),
        "resource_selectors": tuple(_selector(f"{slug}-{number}*") for number in range(chance.randint(0, 3))),
        "tier": chance.choice(list(ServiceTier)),
        "description": f"nul\x00 \\ \\u0000 ünï {step}",
        "owner_team": chance.choice(("", "Payments", "ΣΑΣ\x00")),
        "tags": ("shop", f"nul\x00{step}"),
        "on_call": chance.choice(
            (
                None,
                OwnSchedule(schedule_id=ScheduleId(named("schedule"))),
                ExternalSchedule(provider="pagerduty", reference="P\x00\\"),
            )
        ),
    }
    return chance.choice((service(slug, **said), changed(slug, **said), changed(slug, **said), deleted(slug)))


def _selector(name: str) -> ResourceSelector:
    return ResourceSelector(namespace="shop\x00", name=name, matchers=('app="a\\\\b"', 'team=~"pay.*"'))
