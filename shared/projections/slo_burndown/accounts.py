"""SLOQueryService: which objective needs somebody first, how its months went, and where its budget went."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from shared.domain.slo.values import Budget, Budgeting
from shared.kernel.ids import SloId, TenantId
from shared.projections.page import AsOf, Page

DEFAULT_MONTHS, MAX_MONTHS = 6, 24
DEFAULT_LISTED = 50
#: A month of hours costs some 2 ms.
MAX_REPORTED = 50
#: Of incidents that overlap the time that is asked about, the newest.
MAX_INCIDENTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingsQuery:
    service_id: UUID | None = None
    limit: int = DEFAULT_LISTED
    cursor: str | None = None
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SLOStanding:
    """The budget is the one of the newest window that was recorded."""

    slo_id: UUID
    """The id of the objective."""
    slug: str
    """The name that the objective keeps."""
    name: str
    """What people call the objective, by its definition."""
    service_id: UUID | None
    """The service that is held to it; null when none is."""
    owner: str
    """Who answers for it; empty when nobody is named."""
    target: float
    """The percent of events, or of slices, that must be good."""
    budgeting: Budgeting
    """What uses up the budget: bad events, or bad slices of time."""
    window: str
    """The time over which it is counted: `30d`, or `month` with its zone."""
    budget: Budget
    """The budget as it stood when a window was last recorded."""
    remaining: float
    """The share of the budget that was left then: 1 is untouched, 0 exhausted, below it overdrawn."""
    exhausted_since: datetime | None
    """The instant at which the budget was used up; null when it is not."""
    data_until: datetime | None
    """The end of the newest window that was recorded; null when none was: nothing is known of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplianceQuery:
    slo_id: SloId
    months: int = DEFAULT_MONTHS
    """How many calendar months, the present one among them, are told, from 1 to 24."""
    min_position: int | None = None
    as_of: datetime | None = None
    """The answer is as it was at this instant, by what had been recorded by then; null asks about now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetAccount:
    """What was counted in a stretch of time: windows count where they begin, each by the revision that held then."""

    starts_at: datetime
    """The instant at which the stretch begins."""
    ends_at: datetime
    """The instant at which the stretch ends."""
    recorded: bool
    """True when a window that counts begins within it; false says that nothing is known, and there are no numbers."""
    good: int
    """Good events, or good slices."""
    total: int
    """All events, or all slices."""
    bad: int
    """Events that were not good, or slices."""
    allowed_bad: float
    """How many were allowed to be bad, by the targets that held."""
    consumed: float
    """The share of the budget of this stretch that was used up: 1 is all of it."""
    sli: float | None
    """The percent that was good; null when nothing was recorded or nothing happened."""
    target: float | None
    """The percent that had to be good: where it changed, as the windows weigh it; null when nothing was recorded."""
    met: bool | None
    """True when no more was bad than was allowed; null when nothing was recorded."""
    recorded_s: int
    """The summed length of the windows that count, in seconds: below the length of the stretch a part is missing."""
    excluded: int
    """How many windows count for nothing, as during maintenance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SLOCompliance:
    slo_id: SloId
    """The id of the objective that was asked about."""
    slug: str
    """The name that the objective keeps."""
    name: str
    """What people call the objective, by its definition."""
    budgeting: Budgeting
    """What uses up the budget, by the definition that holds."""
    zone: str
    """The IANA zone in which months begin: the objective's own for calendar months, otherwise `UTC`."""
    months: tuple[BudgetAccount, ...]
    """One account for each month, oldest first; the last one is under way."""
    as_of: AsOf
    """How fresh the recorded windows are, or the newest fact that an answer about the past rests on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportQuery:
    year: int
    month: int
    limit: int = MAX_REPORTED
    cursor: str | None = None
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SLOReportLine:
    """One objective in one month."""

    slo_id: UUID
    """The id of the objective."""
    slug: str
    """The name that the objective keeps."""
    name: str
    """What people call the objective, by its definition."""
    service_id: UUID | None
    """The service that is held to it; null when none is."""
    owner: str
    """Who answers for it; empty when nobody is named."""
    budgeting: Budgeting
    """What uses up the budget, by the definition that holds."""
    zone: str
    """The IANA zone whose month it is."""
    account: BudgetAccount
    """What was counted in that month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendingQuery:
    slo_id: SloId
    since: datetime | None = None
    """The time begins at this instant; null begins it with the objective's window. It is 100 days long at most."""
    until: datetime | None = None
    """The time ends at this instant; null ends it now."""
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecedingChange:
    """A deployed change came before an incident; that is not yet a proof that it is its cause."""

    application: str
    """The name of the application that was changed."""
    revision: str
    """What was deployed: a commit or a chart version."""
    started_at: datetime
    """The instant at which the change was seen."""
    author: str
    """Who made the commit; empty when it is not told."""
    is_named: bool
    """True when the verification of the change names the incident; false when the change only came before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """A part of the budget was spent while an incident of the objective's service lasted."""

    incident_id: UUID
    """The id of the incident."""
    number: int
    """The incident's number, as people call it."""
    title: str
    """The incident's title."""
    severity: str
    """How grave the incident is."""
    starts_at: datetime
    """The instant at which its impact began."""
    ends_at: datetime | None
    """The instant at which it was resolved; null while it lasts."""
    bad: int
    """How many bad events, or slices, are put down to it."""
    share: float
    """Which share of the budget of that time this is; 1 is all of it."""
    resources: tuple[str, ...]
    """The names of what it affects, at most fifty."""
    change: PrecedingChange | None = None
    """The change that came before it, of the newest 200; null when none is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SLOSpending:
    slo_id: SloId
    """The id of the objective that was asked about."""
    slug: str
    """The name that the objective keeps."""
    service_id: UUID | None
    """The service whose incidents count; null when the objective names none, and nothing is put down to any."""
    account: BudgetAccount
    """What was counted in that time."""
    spent: tuple[Spent, ...]
    """One part for each incident to which something is put down, the dearest first."""
    unattributed: int
    """How many bad events, or slices, are put down to no incident: with the parts they are all that were bad."""
    complete: bool
    """True when all incidents of that time were looked at; false: only the newest 200."""
    as_of: AsOf
    """How fresh the recorded windows and the incidents are."""


class SLOAccountQueries(Protocol):
    """None: there is no such objective. Raises InvalidQuery."""

    def list_standings(self, tenant_id: TenantId, query: StandingsQuery) -> Page[SLOStanding]: ...

    def get_compliance(self, tenant_id: TenantId, query: ComplianceQuery, now: datetime) -> SLOCompliance | None: ...

    def get_report(self, tenant_id: TenantId, query: ReportQuery, now: datetime) -> Page[SLOReportLine]: ...

    def get_spending(self, tenant_id: TenantId, query: SpendingQuery, now: datetime) -> SLOSpending | None: ...
