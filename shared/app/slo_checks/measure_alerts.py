"""When nothing is known of an objective for too long, or of all that a source counts, somebody is told."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Literal

from shared.app.slo_checks.maintenance import labels_of
from shared.app.slo_checks.measure_intents import MeasuredIntent, enveloped
from shared.app.slo_checks.measure_plan import unanswered
from shared.domain.alert.intents import IngestAlert
from shared.domain.slo.values import RollingWindow, SLODefinition
from shared.kernel.envelope import Envelope
from shared.kernel.ids import SloId, TenantId, alert_id_for
from shared.kernel.vocabulary import AlertSource, Severity
from shared.ports.measuring import Measured, Objective, SourceSilence
from shared.ports.sli_counts import CountsAnswer, CountsProblem

#: The name of the source of alerts that this system raises itself.
SOURCE: Final = "slo"
ABSENT: Final = "SLONotMeasured"
SOURCE_SILENT: Final = "SLISourceSilent"
#: A source may be away for so long before somebody is told.
_SILENT_FOR: Final = timedelta(minutes=10)
#: What part of the objective's window nothing may be known of.
_SHARE: Final = 0.01
_MONTH: Final = timedelta(days=30)
#: Nobody repeats these alerts; they end when they are cleared.
_NEVER_STALE_S: Final = 10 * 365 * 86_400

Words = list[Envelope[MeasuredIntent]]


def tolerated(definition: SLODefinition) -> timedelta:
    """For how long nothing may be known: were all of it bad, so much of a window of no budget would be used up."""
    window = definition.window
    length = timedelta(days=window.days) if isinstance(window, RollingWindow) else _MONTH
    return length * _SHARE


def absence(objective: Objective, standing: Measured, now: datetime) -> tuple[Measured, Words]:
    """Gives how measuring stands, and the alert where it begins or ends."""
    known = standing.known_until or standing.since
    is_absent = standing.problem is not None and now - known >= tolerated(objective.definition)
    if is_absent == standing.absent:
        return standing, []
    intent = _alert(
        objective.tenant_id,
        f"{ABSENT}/{objective.slo_id}",
        ABSENT,
        "firing" if is_absent else "resolved",
        labels={**labels_of(objective), "slo_id": str(objective.slo_id)},
        summary=f"Nothing is known of {objective.definition.name} since {known:%Y-%m-%d %H:%M} UTC",
        description=standing.detail,
        starts_at=known,
        now=now,
    )
    return replace(standing, absent=is_absent), [enveloped(objective.tenant_id, intent, now, now)]


def silence_of_sources(
    tenant_id: TenantId,
    asked: Sequence[Objective],
    answers: Mapping[SloId, Sequence[CountsAnswer]],
    known: Mapping[str, SourceSilence],
    now: datetime,
) -> tuple[dict[str, SourceSilence | None], Words]:
    """Gives each source that was asked with its silence, None where it answered, and the alerts that follow.

    It is silent where it answered for no objective; what it refused of a single one may be that one's own fault.
    """
    found: dict[str, SourceSilence | None] = {}
    words: Words = []
    for name in sorted({each.definition.indicator.source for each in asked}):
        of_source = [answers[each.slo_id] for each in asked if each.definition.indicator.source == name]
        before = known.get(name)
        if not _is_silent(of_source):
            found[name] = None
            if before is not None and before.told:
                words.append(_of_source(tenant_id, name, before, "resolved", "", now))
            continue
        standing = before or SourceSilence(now, told=False)
        if not standing.told and now - standing.silent_since >= _SILENT_FOR:
            standing = standing._replace(told=True)
            words.append(_of_source(tenant_id, name, standing, "firing", of_source[0][0].unknown[0].detail, now))
        found[name] = standing
    return found, words


def _is_silent(of_source: Sequence[Sequence[CountsAnswer]]) -> bool:
    answers = [answer for of_one in of_source for answer in of_one]
    if not all(map(unanswered, answers)):
        return False
    return len(of_source) > 1 or any(each.unknown[0].problem is CountsProblem.UNREACHABLE for each in answers)


def _of_source(
    tenant_id: TenantId,
    name: str,
    silence: SourceSilence,
    status: Literal["firing", "resolved"],
    detail: str,
    now: datetime,
) -> Envelope[MeasuredIntent]:
    intent = _alert(
        tenant_id,
        f"{SOURCE_SILENT}/{name}",
        SOURCE_SILENT,
        status,
        labels={"sli_source": name},
        summary=f"The source {name} answers no question since {silence.silent_since:%Y-%m-%d %H:%M} UTC",
        description=detail,
        starts_at=silence.silent_since,
        now=now,
    )
    return enveloped(tenant_id, intent, now, now)


def _alert(
    tenant_id: TenantId,
    fingerprint: str,
    name: str,
    status: Literal["firing", "resolved"],
    *,
    labels: Mapping[str, str],
    summary: str,
    description: str,
    starts_at: datetime,
    now: datetime,
) -> IngestAlert:
    return IngestAlert(
        alert_id=alert_id_for(tenant_id, SOURCE, fingerprint),
        source=AlertSource.SLO,
        source_name=SOURCE,
        fingerprint=fingerprint,
        status=status,
        name=name,
        severity=Severity.MEDIUM,
        labels=dict(sorted({"alertname": name, **labels}.items())),
        annotations={"description": description, "summary": summary},
        starts_at=starts_at,
        ends_at=now if status == "resolved" else None,
        received_at=now,
        stale_after_s=_NEVER_STALE_S,
        retry_window_s=0,
    )
