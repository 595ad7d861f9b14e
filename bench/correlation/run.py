"""How well alerts are put together: two faults at once, beside putting all together, or by name, or by namespace."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from bench.correlation.company import catalog
from bench.correlation.mix import FIRST, MixedAlert, mix
from bench.correlation.score import Pairs, pairs
from bench.measure import Result, result
from shared.domain.alert.facts import AlertIngested, Change
from shared.kernel.envelope import Envelope
from shared.kernel.ids import AlertId, TenantId, derive
from shared.kernel.label_names import in_our_words
from shared.kernel.message import Fact
from shared.kernel.vocabulary import AlertSource
from shared.processes.alert_correlation.rehearsal import Rehearsal

SEEDS: Final = range(200)
_TENANT = TenantId(UUID("00000000-0000-4000-8000-0000000000dd"))
Grouping = Callable[[Sequence[MixedAlert]], Sequence[Hashable]]


def run() -> Iterable[Result]:
    """Figures over all mixes; the spread is that of single mixes."""
    mixes = [mix(seed) for seed in SEEDS]
    ways: dict[str, Grouping] = {
        "rules and graph": partial(_by_rules, known=catalog()),
        "rules, no catalog": partial(_by_rules, known=()),
        "namespace": lambda alerts: [in_our_words(alert.labels).get("namespace") for alert in alerts],
        "alert name": lambda alerts: [alert.name for alert in alerts],
        "all in one": lambda alerts: [0 for _ in alerts],
    }
    for name, way in ways.items():
        yield from _scored(name, mixes, way)
    yield result("correlation: alerts in a mix", "alerts", [len(alerts) for alerts in mixes])


def _scored(name: str, mixes: Sequence[Sequence[MixedAlert]], way: Grouping) -> Iterable[Result]:
    made = [way(alerts) for alerts in mixes]
    each = [pairs(groups, [one.belongs for one in alerts]) for groups, alerts in zip(made, mixes, strict=True)]
    total = sum(each, Pairs())
    for figure in ("precision", "recall", "f1"):
        single = [getattr(one, figure) for one in each]
        yield Result(
            name=f"correlation by {name}: {figure}",
            value=round(100 * getattr(total, figure), 1),
            unit="%",
            limit=None,
            ratio=None,
            runs=len(mixes),
            spread=(round(100 * min(single), 1), round(100 * max(single), 1)),
        )
    faults = [_groups_of_faults(groups, alerts) for groups, alerts in zip(made, mixes, strict=True)]
    yield result(f"correlation by {name}: groups for two faults", "groups", faults)


def _groups_of_faults(groups: Sequence[Hashable], alerts: Sequence[MixedAlert]) -> int:
    together = zip(groups, alerts, strict=True)
    return len({group for group, alert in together if not alert.belongs.startswith("noise")})


def _by_rules(alerts: Sequence[MixedAlert], known: Iterable[Fact]) -> Sequence[Hashable]:
    """The default rules, with these services in the catalog."""
    rehearsal = Rehearsal(_TENANT)
    for number, fact in enumerate(known):
        rehearsal.handle(_envelope(fact, ("service", number), FIRST))
    ids = [AlertId(derive("bench", "alert", number)) for number, _ in enumerate(alerts)]
    for alert_id, alert in zip(ids, alerts, strict=True):
        rehearsal.handle(_envelope(_ingested(alert_id, alert), alert_id, alert.at))
    place = {ref.alert_id: str(one.incident_id) for one in rehearsal.incidents.values() for ref in one.alerts}
    return [place.get(alert_id, str(alert_id)) for alert_id in ids]


def _envelope(fact: Fact, name: object, at: Any) -> Envelope[Any]:
    message_id = derive("bench", "fact", name)
    return Envelope(
        message_id=message_id,
        tenant_id=_TENANT,
        data=fact,
        occurred_at=at,
        producer="/sre/domain_writer",
        actor="integration:bench",
        correlation_id=message_id,
        aggregate_version=1,
    )


def _ingested(alert_id: AlertId, alert: MixedAlert) -> AlertIngested:
    return AlertIngested(
        alert_id=alert_id,
        change=Change.NEW,
        episode=1,
        source=AlertSource.PROMETHEUS,
        source_name="prod",
        fingerprint=str(alert_id),
        status="firing",
        name=alert.name,
        severity=alert.severity,
        labels=dict(alert.labels),
        annotations={},
        starts_at=alert.at,
        ends_at=None,
        received_at=alert.at,
        generator_url=None,
        environment_id="prod",
        group_key=None,
    )
