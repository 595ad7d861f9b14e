"""The process facts of a reading: which conditions alert that did not, and which no longer do."""

from collections.abc import Iterator, Mapping
from typing import Any

from shared.domain.slo.burning import name_of
from shared.domain.slo.judging import BurnLook
from shared.kernel.ids import TenantId
from shared.processes.slo_burn.facts import SLOBurnCleared, SLOBurnDetected
from shared.processes.slo_burn.reading import BurnReading
from shared.processes.slo_burn.state import AlertKind, Watched, burn_workflow_id
from shared.processes.slo_burn.telling import burn_alert_id, numbers_of

_NOTHING = BurnLook(None, None)


def said_of(
    tenant_id: TenantId, before: Mapping[str, Watched], after: Mapping[str, Watched], reading: BurnReading
) -> Iterator[SLOBurnDetected | SLOBurnCleared]:
    """In the order of the definition; those that it has lost come last."""
    looks = {name_of(each.condition): each.look for each in reading.looks}
    for name in dict.fromkeys((*looks, *before)):
        fired, fires = name in before and before[name].fires, name in after and after[name].fires
        if fires and not fired:
            yield SLOBurnDetected(**_numbers(tenant_id, reading, after[name], looks[name]))
        elif fired and not fires:
            yield SLOBurnCleared(
                **_numbers(tenant_id, reading, before[name], looks.get(name, _NOTHING)),
                starts_at=before[name].standing.since or reading.at,
                reason="dropped" if name in looks else "condition_removed",
            )


def subject_of_fact(tenant_id: TenantId, reading: BurnReading, kind: AlertKind) -> dict[str, Any]:
    return {
        "workflow_id": burn_workflow_id(reading.slo_id),
        "slo_id": reading.slo_id,
        "slug": reading.slug,
        "revision": reading.revision,
        "at": reading.at,
        "budget_left": float(1 - reading.consumed),
        "alert_id": burn_alert_id(tenant_id, reading.slo_id, kind),
    }


def _numbers(tenant_id: TenantId, reading: BurnReading, watched: Watched, look: BurnLook) -> dict[str, Any]:
    return subject_of_fact(tenant_id, reading, AlertKind(watched.condition.severity)) | {
        "condition": watched.condition,
        "long": numbers_of(look.long),
        "short": numbers_of(look.short),
    }
