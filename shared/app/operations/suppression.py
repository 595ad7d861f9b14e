"""Why nobody is told of an alert: the silences and maintenance windows that match it now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import TypeAdapter

from shared.app.operations.incident_view import View
from shared.app.operations.rows import Reads
from shared.domain.silence.values import SilenceDefinition
from shared.domain.silence.windows import window_at
from shared.kernel.ids import TenantId
from shared.kernel.matchers import Steps, all_hold

_DEFINITION: TypeAdapter[SilenceDefinition] = TypeAdapter(SilenceDefinition)
#: Silences that are not expired are few; of more than these an answer would be no help.
_MOST = 1_000


class Suppression(View):
    silence_id: UUID
    kind: Literal["silence", "maintenance"]
    reason: str
    created_by: str
    #: When this window ends; None: without end.
    until: datetime | None


def suppressions_of(reads: Reads, tenant_id: TenantId, labels: Mapping[str, str]) -> tuple[Suppression, ...]:
    now, steps = reads.clock.now(), Steps()
    found = reads.state.listed(tenant_id, "silence", holding={"expired_at": None}, after=None, limit=_MOST)
    return tuple(
        Suppression(
            silence_id=stored.aggregate_id,
            kind=definition.kind,
            reason=definition.reason,
            created_by=stored.state["created_by"],
            until=window.ends_at,
        )
        for stored in found
        if all_hold((definition := _DEFINITION.validate_python(stored.state["definition"])).matchers, labels, steps)
        and (window := window_at(definition, now)) is not None
    )
