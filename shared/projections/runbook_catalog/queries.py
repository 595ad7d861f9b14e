"""RunbookQueryService: what can be asked of the runbooks, and the shape of the answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from shared.domain.runbook.values import AutomationLevel, Outcome
from shared.kernel.ids import RunbookId, TenantId
from shared.projections.page import DEFAULT_LIMIT, AsOf, Page
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
    tags: frozenset[str] = frozenset()
    automation_levels: frozenset[AutomationLevel] = frozenset()
    owner: str | None = None
    service_id: UUID | None = None
    """Those that this service names."""
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbooksByTag:
    """By slug."""

    tag: str
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageQuery:
    """``requested_from`` is in the span, ``requested_to`` is not."""

    runbook_id: RunbookId
    requested_from: datetime | None = None
    requested_to: datetime | None = None
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookSummary:
    runbook_id: RunbookId
    slug: str
    title: str
    description: str
    owner: str
    automation_level: AutomationLevel
    approval_required: bool
    tags: tuple[str, ...]
    alerts: tuple[str, ...]
    """Alerts that its trigger conditions name."""
    steps: int
    runbook_version: int
    runs: int
    """Executions that have ended, whatever their end."""
    succeeded: int
    failed: int
    last_outcome: Outcome | None
    last_run_at: datetime | None
    changed_by: str
    changed_at: datetime
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookHit(RunbookSummary):
    matched_in: tuple[MatchedIn, ...]
    snippet: Snippet
    """Empty when the words are in names only."""
    runs_on_alert: int | None
    """Runs that ended, and that succeeded, in incidents with the alert that was named; None: none was named."""
    succeeded_on_alert: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfUse:
    month: str
    """``2026-03``, in UTC, by when it was asked for."""
    runs: int
    succeeded: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookUsage:
    runbook_id: RunbookId
    asked: int
    """Asked for, whether they have ended or not."""
    open: int
    by_outcome: Mapping[Outcome, int]
    by_actor_kind: Mapping[str, int]
    """By who asked: human, agent, process."""
    success_rate: float | None
    """Succeeded of succeeded and failed; None when there is neither."""
    duration_p50_s: float | None
    """Seconds, of those that succeeded."""
    duration_p90_s: float | None
    last_outcome: Outcome | None
    last_run_at: datetime | None
    months: tuple[MonthOfUse, ...]
    """Oldest first; months without a run are left out."""
    as_of: AsOf


class RunbookQueries(Protocol):
    """Raises InvalidQuery."""

    def search_runbooks(self, tenant_id: TenantId, query: RunbookSearch) -> Page[RunbookHit]: ...

    def list_runbooks_by_tag(self, tenant_id: TenantId, query: RunbooksByTag) -> Page[RunbookSummary]: ...

    def get_runbook_usage(self, tenant_id: TenantId, query: UsageQuery) -> RunbookUsage | None:
        """None: there is no such runbook."""
