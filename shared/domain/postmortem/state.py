"""What a postmortem must remember in order to decide, and what is shown of it by id."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from shared.domain.postmortem.facts import PostmortemCreated, PostmortemPublished, PostmortemUpdated
from shared.domain.postmortem.values import PostmortemContent, PostmortemStatus
from shared.kernel.ids import IncidentId, PostmortemId

AnyPostmortemFact = PostmortemCreated | PostmortemUpdated | PostmortemPublished


@dataclass(frozen=True, slots=True, kw_only=True)
class Postmortem:
    postmortem_id: PostmortemId
    incident_id: IncidentId | None
    content: PostmortemContent
    status: PostmortemStatus = PostmortemStatus.DRAFT
    created_by: str
    #: Who wrote the present content: a machine's draft never replaces a person's words.
    written_by: str
    published_by: str | None = None
    published_at: datetime | None = None


def evolve(state: Postmortem | None, fact: AnyPostmortemFact) -> Postmortem | None:
    """None is a postmortem that nobody has created yet."""
    if isinstance(fact, PostmortemCreated):
        return Postmortem(
            postmortem_id=fact.postmortem_id,
            incident_id=fact.incident_id,
            content=fact.content,
            created_by=fact.created_by,
            written_by=fact.created_by,
        )
    if state is None:
        raise ValueError(f"the history of postmortem {fact.postmortem_id} does not begin with its creation")
    match fact:
        case PostmortemUpdated():
            written_by = state.written_by if fact.content == state.content else fact.updated_by
            return replace(
                state,
                content=fact.content,
                status=fact.status,
                written_by=written_by,
                published_by=None,
                published_at=None,
            )
        case PostmortemPublished():
            return replace(
                state,
                status=PostmortemStatus.PUBLISHED,
                published_by=fact.published_by,
                published_at=fact.published_at,
            )
        case _:
            assert_never(fact)
