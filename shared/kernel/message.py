"""What every message is: an immutable value about one aggregate (or one workflow)."""

from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Message(BaseModel):
    """Common ground of intents and facts. The class names the aggregate type; the instance names the aggregate."""

    model_config = ConfigDict(defer_build=True, frozen=True, ser_json_timedelta="float")

    aggregate_type: ClassVar[str]
    #: Name of the field that holds the aggregate's id.
    id_field: ClassVar[str]
    #: SemVer of the payload schema.
    schema_version: ClassVar[str] = "1.0.0"

    @property
    def aggregate_id(self) -> str:
        return str(getattr(self, self.id_field))


class Intent(Message):
    """A request to change state. Its sender may be wrong, so unknown fields are refused.

    Class name = operation name (``CreateIncident``); wire name ``CreateIncidentRequested`` is derived in `wire`.
    """

    model_config = ConfigDict(extra="forbid")

    #: Fields that may differ between two deliveries of one and the same request (when we were told, by which route).
    volatile: ClassVar[frozenset[str]] = frozenset()


class Fact(Message):
    """What happened. Written once, read for ever: a newer writer's additional fields are ignored, old shapes lifted."""

    model_config = ConfigDict(extra="ignore")

    @classmethod
    def upcast(cls, data: dict[str, Any], schema_version: str) -> dict[str, Any]:
        """Lift a payload written under an older schema version to today's shape."""
        del schema_version
        return data


class ProcessFact(Fact):
    """What a workflow did; ``aggregate_type`` is the workflow type, the id is the workflow's."""

    @property
    def about_incident(self) -> UUID | None:
        """The incident that the workflow is about, by which its facts are found."""
        return None
