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


class SilenceCreated(SilenceFact):
    definition: SilenceDefinition
    created_by: str


class SilenceUpdated(SilenceFact):
    definition: SilenceDefinition
    updated_by: str


class SilenceExpired(SilenceFact):
    expired_by: str
    expired_at: datetime
    reason: str | None


SILENCE_FACTS: tuple[type[Fact], ...] = (
    SilenceCreated,
    SilenceUpdated,
    SilenceExpired,
)
