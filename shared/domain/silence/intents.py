"""What may be asked of a silence."""

from typing import ClassVar

from shared.domain.silence.values import SilenceDefinition
from shared.kernel.ids import SilenceId
from shared.kernel.message import Intent
from shared.kernel.value import Reason


class SilenceIntent(Intent):
    aggregate_type: ClassVar[str] = "silence"
    id_field: ClassVar[str] = "silence_id"

    silence_id: SilenceId
    """The silence that this is about."""


class CreateSilence(SilenceIntent):
    definition: SilenceDefinition
    """The whole silence."""


class UpdateSilence(SilenceIntent):
    definition: SilenceDefinition
    """The whole silence as it shall be."""


class ExpireSilence(SilenceIntent):
    """It ends now and for good."""

    reason: Reason | None = None
    """Why it ends early."""


SILENCE_INTENTS: tuple[type[Intent], ...] = (
    CreateSilence,
    UpdateSilence,
    ExpireSilence,
)
