"""A postmortem as it stands."""

from datetime import datetime
from uuid import UUID

from shared.app.operations.standard_methods import view_fields
from shared.app.operations.view import View
from shared.domain.postmortem.publishing import missing_for_publishing
from shared.domain.postmortem.values import PostmortemContent, PostmortemStatus
from shared.ports.current_state import Stored


class PostmortemView(View):
    """A postmortem is shown as it stands."""

    postmortem_id: UUID
    """The postmortem's id."""
    version: int
    """How many facts the postmortem has; a command that sends it as ``If-Match`` is refused when it has changed since.
    """
    incident_id: UUID | None
    """The incident that it is about. Null: it stands by itself."""
    status: PostmortemStatus
    """Where it is on its way from draft to published."""
    content: PostmortemContent
    """What was written."""
    missing_for_publishing: tuple[str, ...]
    """What publishing still needs; empty when only the review is left."""
    created_by: str
    """Who began it, as ``kind:name``."""
    written_by: str
    """Who wrote the present content, as ``kind:name``."""
    published_by: str | None
    """Who published it. Null: it is not published."""
    published_at: datetime | None
    """When it was published, in UTC. Null: it is not."""
    updated_at: datetime
    """When the newest of its facts was recorded, in UTC."""


def postmortem_view(stored: Stored) -> PostmortemView:
    """What publishing still needs is computed from the content."""
    content = PostmortemContent.model_validate(stored.state["content"])
    missing = missing_for_publishing(content)
    return PostmortemView.model_validate({**view_fields(stored, "postmortem_id"), "missing_for_publishing": missing})
