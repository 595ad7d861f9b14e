"""What may be asked of a service level objective."""

from typing import Annotated, ClassVar

from pydantic import Field

from shared.domain.slo.values import SLODefinition
from shared.kernel.ids import SloId
from shared.kernel.message import Intent
from shared.kernel.moment import Moment
from shared.kernel.value import Slug


class SLOIntent(Intent):
    aggregate_type: ClassVar[str] = "slo"
    id_field: ClassVar[str] = "slo_id"

    slo_id: SloId
    """The objective that this is about; derived from its slug."""


class CreateSLO(SLOIntent):
    """The id is derived from the slug, so that a slug is one objective."""

    slug: Slug
    """The name by which addresses and imports know it; never changes."""
    definition: SLODefinition
    """The whole objective."""


class UpdateSLO(SLOIntent):
    """A new revision from now on; what was recorded before keeps the target it was recorded under."""

    definition: SLODefinition
    """The whole objective as it shall be."""


class RecordSLIWindow(SLOIntent):
    """Counts of one window of time. The same window again replaces it; no window means unknown, not idle."""

    window_start: Moment
    """When the counted stretch of time begins."""
    window_end: Moment
    """When it ends, not included."""
    good: int = Field(ge=0, le=10**15)
    """Good events within it."""
    total: int = Field(ge=0, le=10**15)
    """All events within it; not less than `good`."""
    source: Annotated[str, Field(min_length=1, max_length=100)] = "prometheus"
    """The registered source that counted."""
    excluded: bool = False
    """True: the counts are shown and use up no budget, as during maintenance."""


SLO_INTENTS: tuple[type[Intent], ...] = (
    CreateSLO,
    UpdateSLO,
    RecordSLIWindow,
)
