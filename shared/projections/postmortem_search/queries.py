"""PostmortemQueryService: what can be asked of the postmortems, and the shape of the answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from shared.domain.postmortem.values import ActionStatus, PostmortemStatus, RootCauseCategory
from shared.kernel.ids import IncidentId, PostmortemId, ServiceId, TenantId
from shared.projections.page import DEFAULT_LIMIT, AsOf, Page
from shared.projections.snippet import Snippet

#: ``similar``: in none; the title looks like what was typed.
MatchedIn = Literal["title", "tags", "summary", "text", "similar"]
TO_DO = frozenset({ActionStatus.OPEN, ActionStatus.IN_PROGRESS})


@dataclass(frozen=True, slots=True, kw_only=True)
class PostmortemSearch:
    """Newest first. Every word, or its beginning, must occur, or the title look like it. ``tags``: all of them."""

    text: str = ""
    statuses: frozenset[PostmortemStatus] = frozenset()
    root_causes: frozenset[RootCauseCategory] = frozenset()
    tags: frozenset[str] = frozenset()
    service_id: ServiceId | None = None
    happened_from: datetime | None = None
    happened_to: datetime | None = None
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RootCauseQuery:
    """How many of each, and those of one, newest first. Only what was published: a draft's cause is a guess."""

    root_cause: RootCauseCategory | None = None
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItemQuery:
    """By the day they are due, those without one last."""

    statuses: frozenset[ActionStatus] = TO_DO
    owner: str | None = None
    overdue: bool = False
    service_id: ServiceId | None = None
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostmortemsOfService:
    """Newest first."""

    service_id: ServiceId
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostmortemSummary:
    postmortem_id: PostmortemId
    incident_id: IncidentId | None
    title: str
    status: PostmortemStatus
    summary: str
    root_cause: RootCauseCategory | None
    tags: tuple[str, ...]
    service_ids: tuple[ServiceId, ...]
    authors: tuple[str, ...]
    happened_at: datetime
    published_at: datetime | None
    changed_at: datetime
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostmortemHit(PostmortemSummary):
    matched_in: tuple[MatchedIn, ...]
    snippet: Snippet
    """Empty when nothing was looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RootCauses:
    """``counts`` holds every category of the vocabulary, also those that never were."""

    counts: Mapping[RootCauseCategory, int]
    items: tuple[PostmortemSummary, ...]
    next_cursor: str | None
    as_of: AsOf


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItemLine:
    postmortem_id: PostmortemId
    postmortem_title: str
    postmortem_status: PostmortemStatus
    item_id: str
    title: str
    owner: str
    due: date | None
    status: ActionStatus
    overdue: bool
    """Due before today (UTC) and not done."""
    ticket_url: str | None


class PostmortemQueries(Protocol):
    """Raises InvalidQuery."""

    def search_postmortems(self, tenant_id: TenantId, query: PostmortemSearch) -> Page[PostmortemHit]: ...

    def list_by_root_cause(self, tenant_id: TenantId, query: RootCauseQuery) -> RootCauses: ...

    def list_action_items(self, tenant_id: TenantId, query: ActionItemQuery, today: date) -> Page[ActionItemLine]: ...

    def list_of_service(self, tenant_id: TenantId, query: PostmortemsOfService) -> Page[PostmortemSummary]: ...
