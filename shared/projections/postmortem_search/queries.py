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
    """By words, the best first; without words, the newest. Every word, or its beginning, must occur, or the title look
    like it. ``tags``: all of them.
    """

    text: str = ""
    statuses: frozenset[PostmortemStatus] = frozenset()
    """Only postmortems in one of these states are found; with none named, those in all states are."""
    root_causes: frozenset[RootCauseCategory] = frozenset()
    """Only postmortems with one of these causes are found; with none named, the cause does not matter."""
    tags: frozenset[str] = frozenset()
    service_id: ServiceId | None = None
    occurred_from: datetime | None = None
    """Only postmortems of what happened at or after this instant are found; null sets no beginning."""
    occurred_to: datetime | None = None
    """Only postmortems of what happened before this instant are found; null sets no end."""
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RootCauseQuery:
    """How many of each, and those of one, newest first. Only what was published: a draft's cause is a guess."""

    root_cause: RootCauseCategory | None = None
    """The cause whose published postmortems are listed; null lists none and gives the counts alone."""
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItemQuery:
    """By the day they are due, those without one last."""

    statuses: frozenset[ActionStatus] = TO_DO
    """Only action items in one of these states are listed; unless told, those that are open or in progress."""
    owner: str | None = None
    overdue: bool = False
    """True lists only what was due before today (UTC) and is open or in progress; false lists the others too."""
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
    """The postmortem's id (a UUID), by which it is asked for."""
    incident_id: IncidentId | None
    """The id of the incident that it is about; null when that is not recorded here."""
    title: str
    """What the postmortem is called, by its newest text."""
    status: PostmortemStatus
    """How far it is: being written, in review or published."""
    summary: str
    """What happened, in a paragraph by its authors; it is empty when nobody wrote that."""
    root_cause: RootCauseCategory | None
    """The kind of its cause, out of a closed list; null when nobody has said it yet."""
    tags: tuple[str, ...]
    """Free words to find the postmortem by; it is empty when there are none."""
    service_ids: tuple[ServiceId, ...]
    """The ids of the services that were concerned, by its authors; it is empty when they name none."""
    authors: tuple[str, ...]
    """The people who wrote it; it is empty when nobody is named."""
    occurred_at: datetime
    """The instant at which users began to notice, in UTC; when that is not written, when the postmortem was begun."""
    published_at: datetime | None
    """The instant at which it was last published, in UTC, also when it has been taken back since; null when it never
    was.
    """
    updated_at: datetime
    """The instant at which it was begun, changed or published last, in UTC."""
    version: int
    """How many facts the postmortem has, as far as they are known here; the first one is 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostmortemHit(PostmortemSummary):
    matched_in: tuple[MatchedIn, ...]
    """The fields in which the words were found; `similar` when only the title looks like them, empty when no words were
    given.
    """
    snippet: Snippet
    """A stretch of title and text with the found words marked; it is empty when they are in neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RootCauses:
    """``counts`` holds every category of the vocabulary, also those that never were."""

    counts: Mapping[RootCauseCategory, int]
    """How many published postmortems each cause has; every cause is there, with 0 when none has it."""
    items: tuple[PostmortemSummary, ...]
    """The published postmortems of the cause that was asked for, newest first; it is empty when none was asked for."""
    next_cursor: str | None
    """The `cursor` of the next page; null at the end of the list."""
    as_of: AsOf
    """How fresh the read model of postmortems is that was counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItemLine:
    postmortem_id: PostmortemId
    """The id of the postmortem that asks for it."""
    postmortem_title: str
    """What that postmortem is called, by its newest text."""
    postmortem_status: PostmortemStatus
    """How far that postmortem is: being written, in review or published."""
    item_id: str
    """The action item's id, which only its own postmortem knows it by."""
    title: str
    """What is to be done."""
    owner: str
    """Who does it; it is empty when nobody has taken it."""
    due: date | None
    """The day by which it shall be done; null when none is set, and such items come last."""
    status: ActionStatus
    """How far it is: open, in progress, done or dropped."""
    overdue: bool
    """True when it was due before today (UTC) and is still open or in progress."""
    ticket_url: str | None
    """The address of its ticket; null when it has none."""


class PostmortemQueries(Protocol):
    """Raises InvalidQuery."""

    def search_postmortems(self, tenant_id: TenantId, query: PostmortemSearch) -> Page[PostmortemHit]: ...

    def list_by_root_cause(self, tenant_id: TenantId, query: RootCauseQuery) -> RootCauses: ...

    def list_action_items(self, tenant_id: TenantId, query: ActionItemQuery, today: date) -> Page[ActionItemLine]: ...

    def list_of_service(self, tenant_id: TenantId, query: PostmortemsOfService) -> Page[PostmortemSummary]: ...
