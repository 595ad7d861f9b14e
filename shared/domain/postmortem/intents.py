"""What may be asked of a postmortem."""

from typing import ClassVar

from shared.domain.postmortem.values import PostmortemContent, PostmortemStatus
from shared.kernel.ids import IncidentId, PostmortemId
from shared.kernel.message import Intent


class PostmortemIntent(Intent):
    aggregate_type: ClassVar[str] = "postmortem"
    id_field: ClassVar[str] = "postmortem_id"

    postmortem_id: PostmortemId
    """The postmortem that this is about."""


class CreatePostmortem(PostmortemIntent):
    incident_id: IncidentId | None
    """The incident it is about; null for one that was written before the incident could be recorded here."""
    content: PostmortemContent
    """The text so far."""


class UpdatePostmortem(PostmortemIntent):
    """Another content, another status, or both. Publishing is an intent of its own."""

    content: PostmortemContent | None = None
    """The whole text as it shall be; absent leaves it."""
    status: PostmortemStatus | None = None
    """Draft or in review; a published one goes back to draft to be mended or redacted. Absent leaves it."""


class PublishPostmortem(PostmortemIntent):
    pass


POSTMORTEM_INTENTS: tuple[type[Intent], ...] = (
    CreatePostmortem,
    UpdatePostmortem,
    PublishPostmortem,
)
