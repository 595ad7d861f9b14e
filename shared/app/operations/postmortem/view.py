"""A postmortem as it stands."""

from datetime import datetime
from uuid import UUID

from shared.app.operations.standard_methods import view_fields
from shared.app.operations.view import View
from shared.domain.postmortem.publishing import missing_for_publishing
from shared.domain.postmortem.values import PostmortemContent, PostmortemStatus
from shared.ports.current_state import Stored


class PostmortemView(View):
    postmortem_id: UUID
    version: int
    incident_id: UUID | None
    status: PostmortemStatus
    content: PostmortemContent
    #: What publishing still needs; empty when only the review is left.
    missing_for_publishing: tuple[str, ...]
    created_by: str
    written_by: str
    published_by: str | None
    published_at: datetime | None
    updated_at: datetime


def postmortem_view(stored: Stored) -> PostmortemView:
    content = PostmortemContent.model_validate(stored.state["content"])
    missing = missing_for_publishing(content)
    return PostmortemView.model_validate({**view_fields(stored, "postmortem_id"), "missing_for_publishing": missing})
