"""What may be asked of a postmortem."""

from typing import ClassVar

from shared.domain.postmortem.values import PostmortemContent, PostmortemStatus
from shared.kernel.ids import IncidentId, PostmortemId
from shared.kernel.message import Intent


class PostmortemIntent(Intent):
    aggregate_type: ClassVar[str] = "postmortem"
    id_field: ClassVar[str] = "postmortem_id"

    postmortem_id: PostmortemId


class CreatePostmortem(PostmortemIntent):
    #: None for one that was written before the incident could be recorded here.
    incident_id: IncidentId | None
    content: PostmortemContent


class UpdatePostmortem(PostmortemIntent):
    """Another content, another status, or both. Publishing is an intent of its own."""

    content: PostmortemContent | None = None
    #: draft ↔ in_review; a published one goes back to draft to be mended or redacted.
    status: PostmortemStatus | None = None


class PublishPostmortem(PostmortemIntent):
    pass


POSTMORTEM_INTENTS: tuple[type[Intent], ...] = (
    CreatePostmortem,
    UpdatePostmortem,
    PublishPostmortem,
)
