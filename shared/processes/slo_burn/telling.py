"""The alert of a burning budget, in words that a person understands, on its way through the ordinary intake."""

from datetime import datetime
from fractions import Fraction
from typing import Final

from shared.domain.alert.intents import IngestAlert
from shared.domain.slo.burning import name_of, span_of
from shared.domain.slo.judging import Sums
from shared.domain.slo.values import Budgeting, RollingWindow
from shared.kernel.ids import AlertId, SloId, TenantId, alert_id_for
from shared.kernel.vocabulary import AlertSource
from shared.processes.slo_burn.facts import BurnNumbers
from shared.processes.slo_burn.reading import BurnReading, ConditionLook
from shared.processes.slo_burn.state import AlertKind, Raised

#: The registered name of this system's own objectives as a source of alerts.
SOURCE: Final = "slo"
#: Told again each hour while it fires, so that nobody believes it for long when the evaluation has stopped.
STALE_AFTER_S: Final = 6 * 3_600


def burn_alert_id(tenant_id: TenantId, slo_id: SloId, kind: AlertKind) -> AlertId:
    return alert_id_for(tenant_id, SOURCE, _fingerprint(slo_id, kind))


def alert_of(
    tenant_id: TenantId, reading: BurnReading, kind: AlertKind, raised: Raised, now: datetime, *, is_over: bool
) -> IngestAlert:
    """All alerts of one objective have one name: without a service it is by the name that they meet in an incident."""
    name = f"SLO budget burns: {reading.slug}"
    labels = {
        "alertname": name,
        "slo": reading.slug,
        "severity": raised.severity.value,
        "condition": raised.condition,
        "service": reading.service,
    }
    return IngestAlert(
        alert_id=burn_alert_id(tenant_id, reading.slo_id, kind),
        source=AlertSource.SLO,
        source_name=SOURCE,
        fingerprint=_fingerprint(reading.slo_id, kind),
        status="resolved" if is_over else "firing",
        name=name,
        severity=raised.severity,
        labels={key: value for key, value in labels.items() if value},
        annotations=_annotations(reading, kind, raised),
        starts_at=raised.starts_at,
        ends_at=reading.at if is_over else None,
        received_at=now,
        generator_url=f"/v1/slos/{reading.slo_id}/burndown",
        stale_after_s=STALE_AFTER_S,
    )


def numbers_of(sums: Sums | None) -> BurnNumbers:
    told = sums or Sums()
    rate = told.rate
    return BurnNumbers(
        bad=told.bad,
        total=told.total,
        allowed_bad=float(told.allowed_bad),
        rate=None if rate is None else float(rate),
    )


def _fingerprint(slo_id: SloId, kind: AlertKind) -> str:
    return f"{slo_id}/{kind.value}"


def _annotations(reading: BurnReading, kind: AlertKind, raised: Raised) -> dict[str, str]:
    definition = reading.definition
    days = f"{definition.window.days} days" if isinstance(definition.window, RollingWindow) else "this month"
    told = next((each for each in reading.looks if name_of(each.condition) == raised.condition), None)
    summary = f"{definition.name}: {_percent(1 - reading.consumed)} of the error budget of {days} is left"
    if kind is not AlertKind.BUDGET and told is not None:
        summary = f"{definition.name}: the error budget burns {_times(told.look.long)} as fast as allowed"
    left = f"{_percent(reading.consumed)} of the budget of {days} is used up; the target is {definition.target} %."
    lines = [*([_comparison(reading, told)] if told is not None else []), left]
    return {"summary": summary, "description": " ".join(lines)}


def _comparison(reading: BurnReading, told: ConditionLook) -> str:
    unit = "slices" if reading.definition.budgeting is Budgeting.TIMESLICES else "events"
    parts = []
    for sums, span in ((told.look.long, told.condition.long_s), (told.look.short, told.condition.short_s)):
        found = sums or Sums()
        parts.append(f"in {span_of(span)} {found.bad} of {found.total} {unit} were bad, {_times(sums)} what may be")
    return f"{'; '.join(parts).capitalize()}; it alerts above {told.condition.rate:g} times in both."


def _times(sums: Sums | None) -> str:
    rate = sums.rate if sums is not None else None
    return "0 times" if rate is None else f"{float(rate):.3g} times"


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.3g} %"
