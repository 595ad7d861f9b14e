"""What four services promise, and what was measured of it hour by hour."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import pi, sin
from typing import Any, Final

from local.demo.asking import MONITORING, DatedIntent, human
from local.demo.harm import Harm, harms, overlap
from local.demo.scene import DAYS, Scene
from local.demo.services import BY_SLUG
from local.demo.story import Story
from shared.domain.slo.intents import CreateSLO, RecordSLIWindow
from shared.domain.slo.values import Budgeting, CalendarMonth, CountsIndicator, RollingWindow, SLODefinition
from shared.kernel.ids import SloId, service_id_for, slo_id_for
from shared.kernel.vocabulary import Severity

_HOUR, _FINE = timedelta(hours=1), timedelta(minutes=5)
#: As far as the oldest point of a curve of thirty days looks back.
_MEASURED: Final = timedelta(days=62)
#: The newest hours are told of every five minutes, so that short look-backs see something.
_FINE_HOURS: Final = 3
#: What part of the requests fails while an alert of that severity fires.
_FAILING: Final = {Severity.CRITICAL: 0.2, Severity.HIGH: 0.05, Severity.MEDIUM: 0.006, Severity.LOW: 0.001}
_USUAL: Final = 0.0004


@dataclass(frozen=True, slots=True)
class Promise:
    slug: str
    service: str
    name: str
    #: Requests in an hour of an ordinary day.
    hourly: int
    definition: dict[str, Any]


PROMISES: Final = (
    Promise("booking-availability", "booking", "Bookings go through", 9_000, {"target": 99.9}),
    Promise(
        "payments-availability",
        "payments",
        "Payments are taken",
        4_000,
        {"target": 99.8, "window": CalendarMonth(zone="Europe/Berlin")},
    ),
    Promise("storefront-pages", "storefront", "Pages of the shop load", 60_000, {"target": 99.95}),
    Promise(
        "search-answers",
        "search",
        "Hours in which the search answers",
        30_000,
        {
            "target": 99,
            "window": RollingWindow(days=28),
            "budgeting": Budgeting.TIMESLICES,
            "timeslice_target": 98,
        },
    ),
)


def objectives(scene: Scene, stories: Iterable[Story]) -> Iterator[DatedIntent]:
    told = list(harms(scene, stories))
    for promise in PROMISES:
        slo_id = slo_id_for(scene.tenant_id, promise.slug)
        yield DatedIntent(
            at=scene.on(DAYS + 7, "09:45"),
            actor=human(BY_SLUG[promise.service].team.people[0]),
            intent=CreateSLO(slo_id=slo_id, slug=promise.slug, definition=_definition(scene, promise)),
        )
        own = [harm for harm in told if harm.service == promise.service]
        for starts_at, ends_at in _windows(scene):
            yield _window(scene, promise, slo_id, own, starts_at, ends_at)


def _definition(scene: Scene, promise: Promise) -> SLODefinition:
    return SLODefinition(
        name=promise.name,
        service_id=service_id_for(scene.tenant_id, promise.service),
        indicator=indicator_of(promise),
        owner=BY_SLUG[promise.service].team.slug,
        **promise.definition,
    )


def indicator_of(promise: Promise) -> CountsIndicator:
    """Counts requests that did not fail, among all of them."""
    told = f'http_requests_total{{service="{promise.service}"'
    return CountsIndicator(
        good_query=f'sum(increase({told},code!~"5.."}}[$window]))', total_query=f"sum(increase({told}}}[$window]))"
    )


def _windows(scene: Scene) -> Iterator[tuple[datetime, datetime]]:
    """Hours, then stretches of five minutes; none that has not ended yet."""
    whole = scene.now.replace(minute=0, second=0, microsecond=0)
    at, fine_from = whole - _MEASURED, whole - _FINE_HOURS * _HOUR
    while at + _FINE <= scene.now:
        length = _HOUR if at < fine_from else _FINE
        yield at, at + length
        at += length


def _window(
    scene: Scene, promise: Promise, slo_id: SloId, own: list[Harm], starts_at: datetime, ends_at: datetime
) -> DatedIntent:
    luck = scene.luck("sli", promise.slug, starts_at.isoformat())
    busy = 1 + 0.8 * sin((starts_at.hour - 8) * pi / 12)
    total = round(promise.hourly * ((ends_at - starts_at) / _HOUR) * busy * luck.uniform(0.9, 1.1))
    failing = _USUAL * luck.uniform(0.2, 1.8) + sum(
        _FAILING.get(harm.severity, 0) * overlap(harm, starts_at, ends_at) for harm in own
    )
    good = total - min(total, round(total * failing))
    intent = RecordSLIWindow(slo_id=slo_id, window_start=starts_at, window_end=ends_at, good=good, total=total)
    return DatedIntent(at=ends_at, actor=MONITORING, intent=intent)
