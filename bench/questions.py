"""The questions that are asked of the views, as the API asks them: at least one of each query operation.

A new one is a line here; a new view also needs rows in `bench/filled`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from bench.filled import LARGE, id_of
from shared.app.operations.catalogue import OPERATIONS
from shared.app.operations.kinds import Query
from shared.app.operations.query_services import QueryServices
from shared.ports.credentials import Credential, Role
from shared.ports.operation import Declined, OperationRequest
from shared.projections.page import InvalidQuery

PAGE: Final = 50
QUERIES: Final = {operation.name: operation for operation in OPERATIONS if isinstance(operation, Query)}
_CALLER: Final = Credential(tenant_id=LARGE, key_id=UUID(int=0), name="ana", role=Role.VIEWER)


@dataclass(frozen=True, slots=True)
class Question:
    operation: str
    about: str
    asked: Mapping[str, Any]
    #: So many rows may it read, over all tables and whether they are wanted or not.
    most: int
    #: Which page is asked for; what it costs to get there does not count.
    page: int = 1

    def __str__(self) -> str:
        return f"{self.operation}: {self.about}" + (f", page {self.page}" if self.page > 1 else "")

    def ask(self, reads: QueryServices, cursor: str | None = None) -> Any:
        """None: of the past, where nothing is there to be folded, or too much; that is known soon, too."""
        try:
            return self._answer(reads, cursor)
        except (Declined, InvalidQuery):
            if "as_of" not in self.asked:
                raise
            return None

    def _answer(self, reads: QueryServices, cursor: str | None) -> Any:
        query = QUERIES[self.operation]
        asked = dict(self.asked) | ({"cursor": cursor} if cursor else {})
        ids = {name: asked.pop(name) for name in query.path_parameters}
        if "limit" in query.request.model_fields:
            asked.setdefault("limit", PAGE if "cursor" in query.request.model_fields else 10)
        request = query.request.model_validate(asked)
        return query.answer(reads, OperationRequest(caller=_CALLER, ids=ids, arguments=request)).content

    def cursor(self, reads: QueryServices) -> str | None:
        """Where its page begins."""
        at: str | None = None
        for _ in range(self.page - 1):
            answer = self.ask(reads, at)
            at = getattr(answer, "entries", answer).next_cursor
        return at


_NOW = datetime.now(UTC)
_OPEN = ("open", "acknowledged", "mitigating")


def _ago(days: float) -> datetime:
    return _NOW - timedelta(days=days)


_INCIDENT, _SERVICE, _RUNBOOK = id_of("incident", 500), id_of("service", 3), id_of("runbook", 7)
_SLO = id_of("slo", 1)
_WEEK = {"declared_from": _ago(20), "declared_to": _ago(13)}
_DAY = {"declared_from": _ago(9), "declared_to": _ago(8)}
_HOUR = {"starts_from": _ago(8.05), "starts_to": _ago(8)}
_ELSEWHERE = ("service=checkout-3", "service=ledger-1")
_FIRING_ELSEWHERE = {"statuses": ("firing",), "without_labels": _ELSEWHERE}
_ALERT_IDS, _FIRED = [id_of("alert", number) for number in range(1, 101)], {"ends_from": _ago(1), "starts_to": _NOW}

_INCIDENTS: Final = (
    Question("SearchIncidents", "all", {}, 350),
    Question("SearchIncidents", "all", {}, 350, page=8),
    Question("SearchIncidents", "changed last", {"sort": "recently_updated"}, 350),
    Question("SearchIncidents", "changed last", {"sort": "recently_updated"}, 350, page=8),
    Question("SearchIncidents", "gravest", {"sort": "severity"}, 350),
    Question("SearchIncidents", "gravest", {"sort": "severity"}, 350, page=8),
    Question("SearchIncidents", "open", {"statuses": _OPEN}, 450),
    Question("SearchIncidents", "closed", {"statuses": ("closed",)}, 400),
    Question("SearchIncidents", "critical", {"severities": ("critical",)}, 2_000),
    Question("SearchIncidents", "of a service", {"service_id": _SERVICE}, 1_500),
    Question("SearchIncidents", "of a day", _DAY, 500),
    Question("SearchIncidents", "a number", {"text": "INC-471"}, 20),
    Question("SearchIncidents", "a rare word", {"text": "ticket3f2"}, 700),
    Question("SearchIncidents", "a word that most have", {"text": "restarted"}, 6_000),
    Question("SearchIncidents", "a name and a word", {"text": "checkout slowly"}, 3_500),
    Question("SearchIncidents", "two words", {"text": "gateway loses"}, 4_500, page=4),
    Question("SearchIncidents", "what only an alert is called", {"text": "LowErrorRate"}, 7_500),
    Question("SearchIncidents", "open, with a word", {"text": "ledger", "statuses": _OPEN}, 12_500),
    Question("SearchIncidents", "a word that nobody used", {"text": "nothingofthekind"}, 7_500),
    Question("SearchIncidents", "a misspelt name", {"text": "chekcout"}, 12_500),
    Question("SearchIncidents", "arrived", {"min_position": 5}, 350),
    Question("SearchIncidents", "a day, as it was", {**_DAY, "as_of": _ago(6)}, 1_000),
    Question("GetIncidentTimeline", "all", {"incident_id": _INCIDENT}, 150),
    Question("GetIncidentTimeline", "as it was", {"incident_id": _INCIDENT, "as_of": _ago(6)}, 150),
    Question("GetMTTRMetrics", "of a week", _WEEK, 3_000),
    Question("GetMTTRMetrics", "of a week, of a service", _WEEK | {"service_id": _SERVICE}, 3_000),
)

_ALERTS: Final = (
    Question("ListActiveAlerts", "all", {}, 400),
    Question("ListActiveAlerts", "all", {}, 400, page=3),
    Question("ListActiveAlerts", "without an incident", {"without_incident": True}, 20_000),
    Question("CountActiveAlerts", "all", {}, 30_000),
    Question("ListActiveAlerts", "critical", {"severities": ("critical",)}, 600),
    Question("SearchAlerts", "all", {}, 400),
    Question("SearchAlerts", "all", {}, 400, page=8),
    Question("SearchAlerts", "stale", {"statuses": ("stale",)}, 6_000),
    Question("SearchAlerts", "firing", {"statuses": ("firing",)}, 400),
    Question("SearchAlerts", "critical", {"severities": ("critical",)}, 3_000),
    Question("SearchAlerts", "of a service", {"labels": ("service=checkout-3",)}, 2_500),
    Question("SearchAlerts", "of a service of the catalog", {"service_id": _SERVICE}, 6_000),
    Question("SearchAlerts", "firing, in no incident", {"statuses": ("firing",), "without_incident": True}, 20_000),
    Question("SearchAlerts", "of a pod", {"labels": ("pod=pod9e3779b1",)}, 10),
    Question("SearchAlerts", "a rare word", {"text": "pod9e3779b1"}, 10),
    Question("SearchAlerts", "a word that all have", {"text": "while"}, 5_600),
    Question("SearchAlerts", "a name and a service", {"text": "HighError checkout"}, 4_000),
    Question("SearchAlerts", "a name", {"text": "ledger"}, 6_000, page=8),
    Question("SearchAlerts", "of an hour", _HOUR, 400),
    Question("SearchAlerts", "firing, without two services", _FIRING_ELSEWHERE, 600),
    Question("SearchAlerts", "a word, without a service", {"text": "ledger", "without_labels": _ELSEWHERE}, 6_000),
    Question("ListAlertEpisodes", "of a page of alerts", {"alert_ids": _ALERT_IDS, **_FIRED}, 700),
    Question("ListSilencedAlerts", "of a night", {"silence_id": id_of("silence", 1)}, 6_500),
    Question("ListSilencedAlerts", "of a service for weeks", {"silence_id": id_of("silence", 2)}, 10_500),
    Question("ListSilencedAlerts", "of a pod for months", {"silence_id": id_of("silence", 3)}, 2_500),
    Question("ListSilencedAlerts", "of nearly all for weeks", {"silence_id": id_of("silence", 4)}, 6_500),
    Question("SearchAlerts", "a misspelt name", {"text": "HighErorRate"}, 9_000),
    Question("SearchAlerts", "an hour, as it was", {**_HOUR, "as_of": _ago(6)}, 3_000),
    Question("SearchAlerts", "a pod, as it was", {"labels": ("pod=pod9e3779b1",), "as_of": _ago(6)}, 100),
    Question("ListActiveAlerts", "as it was", {"as_of": _ago(600)}, 1_000),
    Question("ListAlertGroups", "open", {}, 700),
    Question("ListAlertGroups", "all", {"open_only": False}, 700, page=8),
    Question("ListAlertGroups", "of a key", {"open_only": False, "correlation_key": "service=checkout100"}, 700),
)

_CATALOGS: Final = (
    Question("SearchServices", "all", {}, 60),
    Question("SearchServices", "all", {}, 60, page=8),
    Question("SearchServices", "with a tag", {"tags": ("zone-7",)}, 2_700),
    Question("SearchServices", "a rare word", {"text": "1234"}, 500),
    Question("SearchServices", "a name", {"text": "checkout"}, 2_500),
    Question("SearchServices", "a misspelt name", {"text": "chekcout api"}, 2_000),
    Question("SearchServicesByOwner", "one", {"owner": "Team 42"}, 60),
    Question("SearchServicesByOwner", "several", {"owner": "Team", "prefix": True}, 60, page=8),
    Question("GetServiceDependencyGraph", "both ways", {"service_id": _SERVICE, "direction": "both"}, 6_000),
    Question("GetOnCallForResource", "a deployment", {"kind": "Deployment", "name": "ledger-db-1003"}, 10),
    Question("GetServicesForRunbook", "one", {"runbook_id": _RUNBOOK}, 100),
    Question("SearchRunbooks", "all", {}, 60, page=8),
    Question("SearchRunbooks", "with a tag", {"tags": ("zone-7",)}, 2_700),
    Question("SearchRunbooks", "a rare word", {"text": "1234"}, 500),
    Question("SearchRunbooks", "a name", {"text": "restart checkout"}, 4_000),
    Question("SearchRunbooks", "of a service", {"service_id": _SERVICE}, 300),
    Question("SearchRunbooks", "for an alert", {"alertname": "LowErrorRate"}, 10_000),
    Question("ListRunbooksByTag", "one", {"tag": "zone-7"}, 120),
    Question("FindRunbookOfAlert", "by name", {"alertname": "LedgerAlert201", "text": "ledger of shard 1"}, 12_000),
    Question("GetRunbookUsageStats", "one", {"runbook_id": _RUNBOOK}, 1_000),
)

_LEARNED: Final = (
    Question("SearchPostmortems", "all", {}, 60, page=8),
    Question("SearchPostmortems", "a rare word", {"text": "ticket9e3779b1"}, 10),
    Question("SearchPostmortems", "a name", {"text": "checkout certificate"}, 6_200),
    Question("SearchPostmortems", "of a cause", {"root_causes": ("capacity",)}, 300),
    Question("SearchPostmortems", "with a tag", {"tags": ("zone-7",)}, 2_600),
    Question("SearchPostmortems", "of a service", {"service_id": _SERVICE}, 1_100),
    Question("ListPostmortemsByRootCause", "one", {"root_cause": "capacity"}, 10_000),
    Question("GetPostmortemActionItems", "to do", {}, 400),
    Question("GetPostmortemActionItems", "overdue", {"overdue": True}, 400, page=8),
    Question("GetPostmortemActionItems", "of an owner", {"owner": "team 42"}, 400),
    Question("GetPostmortemActionItems", "of a service", {"service_id": _SERVICE}, 2_000),
    Question("GetPostmortemsByService", "one", {"service_id": _SERVICE}, 600),
    Question("SearchPatterns", "a sentence", {"symptoms": "checkout answers 502 after the deploy"}, 40_000),
    Question("SearchPatterns", "a name", {"symptoms": "alert-42 fires on pod-77"}, 40_000),
    Question("SearchPatterns", "with a tag", {"symptoms": "ledger waits for locks", "tags": ("zone-7",)}, 30_000),
    Question("SearchRunbooksBySemantic", "a sentence", {"symptoms": "the ledger waits for locks"}, 40_000),
    Question("GetSimilarIncidents", "one", {"incident_id": _INCIDENT}, 40_000),
    Question("GetSimilarPostmortems", "one", {"incident_id": _INCIDENT}, 40_000),
)

_HEALTH: Final = (
    Question("GetFleetHealth", "all", {}, 11_000),
    Question("GetFleetHealth", "one environment", {"environment": "env-3"}, 2_000),
    Question("ListEnvironmentHealth", "all", {}, 11_000),
    Question("GetApplicationHealth", "one", {"application": "app-7", "environment": "env-7"}, 200),
)

# A curve looks twice as far back as its window is long: 61 days of five minutes.
_SLOS: Final = (
    Question("GetSLOBurndown", "30 days by five minutes", {"slo_id": _SLO}, 4_000),
    Question("GetSLOBurndown", "as it was", {"slo_id": _SLO, "as_of": _ago(6)}, 100),
    Question("GetSLITimeSeries", "as it was", {"slo_id": _SLO, "as_of": _ago(6)}, 100),
    Question("GetSLITimeSeries", "two days by the hour", {"slo_id": _SLO}, 700),
    Question("GetSLITimeSeries", "60 days by the day", {"slo_id": _SLO, "step": "day", "since": _ago(60)}, 18_000),
    Question("ListSLOStandings", "the worst fifty", {}, 2_000),
    Question("GetSLOCompliance", "two months", {"slo_id": _SLO, "months": 2}, 4_000),
    Question("GetSLOReport", "this month of fifty", {"month": f"{datetime.now(UTC):%Y-%m}"}, 60_000),
    Question("GetSLOBudgetSpending", "thirty days", {"slo_id": _SLO}, 40_000),
)

QUESTIONS: Final = (*_INCIDENTS, *_ALERTS, *_CATALOGS, *_LEARNED, *_HEALTH, *_SLOS)
