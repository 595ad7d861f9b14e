"""What can be true of a silence."""

from datetime import datetime
from typing import ClassVar

from shared.domain.silence.values import SilenceDefinition
from shared.kernel.ids import SilenceId
from shared.kernel.message import Fact


class SilenceFact(Fact):
    aggregate_type: ClassVar[str] = "silence"
    id_field: ClassVar[str] = "silence_id"

    silence_id: SilenceId
    """The silence that this is about."""


class SilenceCreated(SilenceFact):
    definition: SilenceDefinition
    """The whole silence."""
    created_by: str
    """Who created it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class SilenceUpdated(SilenceFact):
    definition: SilenceDefinition
    """The whole silence from now on."""
    updated_by: str
    """Who changed it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class SilenceExpired(SilenceFact):
    expired_by: str
    """Who ended it: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    expired_at: datetime
    """When it was ended, by the writer's clock."""
    reason: str | None
    """Why it was ended; null when nobody said."""


SILENCE_FACTS: tuple[type[Fact], ...] = (
    SilenceCreated,
    SilenceUpdated,
    SilenceExpired,
)
