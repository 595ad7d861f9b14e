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


class CreateSLO(SLOIntent):
    """The id is derived from the slug, so that a slug is one objective."""

    slug: Slug
    definition: SLODefinition


class UpdateSLO(SLOIntent):
    """A new revision from now on; what was recorded before keeps the target it was recorded under."""

    definition: SLODefinition


class RecordSLIWindow(SLOIntent):
    """Counts of one window of time. The same window again replaces it; no window means unknown, not idle."""

    window_start: Moment
    window_end: Moment
    good: int = Field(ge=0, le=10**15)
    total: int = Field(ge=0, le=10**15)
    source: Annotated[str, Field(min_length=1, max_length=100)] = "prometheus"


SLO_INTENTS: tuple[type[Intent], ...] = (
    CreateSLO,
    UpdateSLO,
    RecordSLIWindow,
)
