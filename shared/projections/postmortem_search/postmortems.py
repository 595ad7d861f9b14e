"""One row per postmortem as it reads now, and its action items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.domain.postmortem.facts import PostmortemCreated, PostmortemPublished, PostmortemUpdated
from shared.domain.postmortem.values import PostmortemContent, PostmortemStatus
from shared.kernel.envelope import Envelope
from shared.projections.lexical.unit import UnitRow, unit_of, units_part
from shared.projections.projection import Key, ProjectionPart, ProjectionView, version_of
from shared.projections.tokens import searchable

#: Of a long text the beginning is what a snippet is cut from.
_TOLD = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PostmortemRow:
    postmortem_id: UUID
    incident_id: UUID | None
    title: str
    status: str
    summary: str
    root_cause: str | None
    """Of the closed vocabulary; None: nobody has said yet."""
    tags: tuple[str, ...]
    service_ids: tuple[UUID, ...]
    authors: tuple[str, ...]
    action_items: list[dict[str, Any]]
    """ActionItems of the domain, in their order."""
    occurred_at: datetime
    """When the impact began, else when the postmortem was begun."""
    published_at: datetime | None
    updated_at: datetime
    version: int
    names: str
    told: str


@dataclass(frozen=True, slots=True)
class ActionRow:
    postmortem_id: UUID
    ordinal: int
    """Its place among the postmortem's action items."""
    item_id: str
    title: str
    owner: str
    due: str
    """``2026-04-30``; a day that never comes when none was set, so that it is last."""
    status: str
    ticket_url: str | None


NEVER = "9999-12-31"


def _keys(envelope: Envelope[Any]) -> Sequence[Key]:
    return ((envelope.data.postmortem_id,),)


def _evolve(_key: Key, row: PostmortemRow | None, envelope: Envelope[Any]) -> PostmortemRow | None:
    match fact := envelope.data:
        case PostmortemCreated():
            return _said(row, envelope, fact.content, PostmortemStatus.DRAFT, fact.incident_id)
        case PostmortemUpdated() if row is not None:
            return _said(row, envelope, fact.content, fact.status, row.incident_id)
        case PostmortemPublished():
            return _said(row, envelope, fact.content, PostmortemStatus.PUBLISHED, fact.incident_id)
        case _:
            return None


def _said(
    row: PostmortemRow | None,
    envelope: Envelope[Any],
    content: PostmortemContent,
    status: PostmortemStatus,
    incident_id: UUID | None,
) -> PostmortemRow:
    fact = envelope.data
    began = content.impact.started_at if content.impact else None
    published = fact.published_at if isinstance(fact, PostmortemPublished) else row.published_at if row else None
    return PostmortemRow(
        postmortem_id=fact.postmortem_id,
        incident_id=incident_id,
        title=content.title,
        status=status.value,
        summary=content.summary,
        root_cause=content.root_cause.category.value if content.root_cause else None,
        tags=content.tags,
        service_ids=tuple(content.service_ids),
        authors=content.authors,
        action_items=[item.model_dump(mode="json") for item in content.action_items],
        occurred_at=began or (row.occurred_at if row else envelope.occurred_at),
        published_at=published,
        updated_at=envelope.occurred_at,
        version=version_of(envelope),
        names=searchable((content.title,)),
        told=_told(content),
    )


def _told(content: PostmortemContent) -> str:
    parts = (
        content.summary,
        content.impact.user_impact if content.impact else "",
        content.root_cause.description if content.root_cause else "",
        *content.contributing_factors,
        content.lessons_learned,
        *(item.title for item in content.action_items),
        *(line.text for line in content.timeline),
        content.markdown,
    )
    return "\n".join(part for part in parts if part)[:_TOLD]


def _actions(row: PostmortemRow) -> Sequence[ActionRow]:
    return [
        ActionRow(
            postmortem_id=row.postmortem_id,
            ordinal=ordinal,
            item_id=item["id"],
            title=item["title"],
            owner=item["owner"],
            due=item["due"] or NEVER,
            status=item["status"],
            ticket_url=item["ticket_url"],
        )
        for ordinal, item in enumerate(row.action_items)
    ]


def _units(row: PostmortemRow) -> Sequence[UnitRow]:
    return (unit_of(row.postmortem_id, (row.title,), (*row.tags, row.told)),)


postmortems = ProjectionView(
    table="postmortem",
    row=PostmortemRow,
    key_columns=1,
    handles=frozenset({PostmortemCreated, PostmortemUpdated, PostmortemPublished}),
    keys=_keys,
    evolve=_evolve,
    parts=(
        ProjectionPart(table="action_item", row=ActionRow, key_columns=2, of=_actions),
        units_part(_units, depends_on=("title", "tags", "told")),
    ),
)
