"""RunbookQueryService: what can be asked of the runbooks, and the shape of the answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from shared.domain.runbook.values import AutomationLevel, ExecutionOutcome
from shared.kernel.ids import RunbookId, TenantId
from shared.projections.lexical.explanation import MatchedTerm
from shared.projections.page import DEFAULT_LIMIT, AsOf, Page
from shared.projections.runbook_catalog.of_alert import FoundBy
from shared.projections.snippet import Snippet

#: ``similar``: in none; slug or title look like what was typed.
MatchedIn = Literal["slug", "title", "alerts", "tags", "owner", "text", "similar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookSearch:
    """Best first, without ``text`` and ``alertname`` by slug. Every word, or its beginning, must occur.

    ``tags``: all of them. ``alertname``: those whose triggers name it come first, then those that helped in incidents
    with this alert, then those that helped at all.
    """

    text: str = ""
    alertname: str | None = None
    """The exact name of an alert: runbooks that name it in their triggers, or that ran in incidents with it, come
    first, and without `text` no others are found. Null leaves alerts out of it.
    """
    tags: frozenset[str] = frozenset()
    automation_levels: frozenset[AutomationLevel] = frozenset()
    """Only runbooks of one of these levels are found; with none named, those of all levels are."""
    owner: str | None = None
    """Only runbooks of exactly this owner are found; null finds those of all owners."""
    service_id: UUID | None = None
    """Only runbooks that this service's definition names are found, by its id, slug or name; null finds all."""
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbooksByTag:
    """By slug."""

    tag: str
    """Only runbooks whose newest version has exactly this tag are listed."""
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookOfAlertQuery:
    """Which runbook is for an alert: by address, by name, by what its text says, in that order."""

    alertname: str
    """The alert's name, such as `KubePodNotReady`."""
    runbook_url: str | None = None
    """The address that the alert gives in its annotation `runbook_url`; null when it gives none."""
    text: str = ""
    """What else the alert says: its summary, description and labels."""
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageQuery:
    """``requested_from`` is in the span, ``requested_to`` is not."""

    runbook_id: RunbookId
    requested_from: datetime | None = None
    """Only executions that were asked for at or after this instant count; null sets no beginning."""
    requested_to: datetime | None = None
    """Only executions that were asked for before this instant count; null sets no end."""
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookSummary:
    runbook_id: RunbookId
    """The runbook's id (a UUID), by which it is asked for."""
    slug: str
    """The name that the runbook keeps; its title may change."""
    title: str
    """What people call the runbook, by its newest version."""
    description: str
    """When it helps and what it does, in its author's words; it is empty when nobody wrote that."""
    owner: str
    """Who answers for the runbook; it is empty when nobody does."""
    automation_level: AutomationLevel
    """How much of it may happen without a person, by its newest version."""
    approval_required: bool
    """True when an execution waits for somebody's yes."""
    tags: tuple[str, ...]
    """Free words to find the runbook by; it is empty when there are none."""
    alerts: tuple[str, ...]
    """Names of the alerts that its trigger conditions name, sorted; it is empty when they name none."""
    steps: int
    """How many steps its newest version has; 0 when it is text only."""
    runbook_version: int
    """The number of its newest version, which counts definitions from 1."""
    runs: int
    """How many executions have ended, whatever their outcome."""
    succeeded: int
    """How many executions have ended with the outcome `succeeded`."""
    failed: int
    """How many executions have ended with the outcome `failed`; other outcomes count only as runs."""
    last_outcome: ExecutionOutcome | None
    """The outcome of the execution whose end was recorded last; null when none has ended."""
    last_completed_at: datetime | None
    """The instant at which that last execution ended, in UTC; null when none has ended."""
    updated_by: str
    """Who wrote its newest version: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    written_at: datetime
    """The instant at which its newest version was written, in UTC; executions do not move it."""
    version: int
    """How many facts the runbook had when it was last written or an execution last ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookHit(RunbookSummary):
    matched_in: tuple[MatchedIn, ...]
    """The fields in which the words were found; `similar` when only slug or title look like them, empty when no words
    were given.
    """
    snippet: Snippet
    """A stretch of title and text with the found words marked; it is empty when they are in neither."""
    runs_on_alert: int | None
    """How many executions succeeded or failed in incidents of the newest 500 alerts of the name that was given; null
    when none was given.
    """
    succeeded_on_alert: int | None
    """How many of these executions succeeded; null when no alert was named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookOfAlert:
    runbook: RunbookSummary | None
    """The runbook that is for the alert; null when none is."""
    found_by: FoundBy | None
    """What found it: `url`, one of its addresses is the alert's `runbook_url`; `name`, its triggers name the alert or
    it is called as the alert is; `text`, it is about the same condition of the same kind of resource. Null when there
    is no runbook.
    """
    words: float | None
    """Its BM25 score for the alert's words, as a share of the most that any runbook could have, from 0 to 1; null when
    there is no runbook.
    """
    why: tuple[MatchedTerm, ...]
    """The alert's words that the runbook has, at most 12, heaviest first."""
    as_of: AsOf
    """How fresh the read model of runbooks is that was searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfUse:
    month: str
    """The month in which the executions were asked for, in UTC, as `2026-03`."""
    runs: int
    """How many executions were asked for in the month, whether they have ended or not."""
    succeeded: int
    """How many of the month's executions have ended with the outcome `succeeded`."""
    failed: int
    """How many of the month's executions have ended with the outcome `failed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookUsage:
    runbook_id: RunbookId
    """The id of the runbook that was asked about."""
    asked: int
    """How many executions were asked for within the span, whether they have ended or not."""
    open: int
    """How many of those executions have not ended yet."""
    by_outcome: Mapping[ExecutionOutcome, int]
    """How many executions ended in each outcome; every outcome is there, with 0 when none did."""
    by_actor_kind: Mapping[str, int]
    """How many executions were asked for by each kind of actor, such as `human` or `agent`; kinds that asked for none
    are left out.
    """
    success_rate: float | None
    """The share, from 0 to 1, that succeeded of those that succeeded or failed; null when there is neither."""
    duration_p50_s: float | None
    """The median of seconds from asking to the end, of the executions that succeeded; null when none did."""
    duration_p90_s: float | None
    """The seconds from asking to the end within which nine of ten successful executions ended; null when none
    succeeded.
    """
    last_outcome: ExecutionOutcome | None
    """The outcome of the execution that ended last; null when none of the span has ended."""
    last_completed_at: datetime | None
    """The instant at which that execution ended, in UTC; null when none of the span has ended."""
    months: tuple[MonthOfUse, ...]
    """The same month by month, oldest first; months without an execution are left out."""
    as_of: AsOf
    """How fresh the read model of runbooks is that was counted."""


class RunbookQueries(Protocol):
    """Raises InvalidQuery."""

    def search_runbooks(self, tenant_id: TenantId, query: RunbookSearch) -> Page[RunbookHit]: ...

    def find_runbook_of_alert(self, tenant_id: TenantId, query: RunbookOfAlertQuery) -> RunbookOfAlert: ...

    def list_runbooks_by_tag(self, tenant_id: TenantId, query: RunbooksByTag) -> Page[RunbookSummary]: ...

    def get_runbook_usage(self, tenant_id: TenantId, query: UsageQuery) -> RunbookUsage | None:
        """None: there is no such runbook."""
