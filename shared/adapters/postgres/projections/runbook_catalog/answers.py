"""Answers of the RunbookQueryService from rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from shared.domain.runbook.values import AutomationLevel, ExecutionOutcome
from shared.kernel.ids import RunbookId
from shared.projections.lexical.explanation import Marker, MatchedTerm
from shared.projections.page import AsOf
from shared.projections.runbook_catalog.executions import OPEN
from shared.projections.runbook_catalog.of_alert import RunbookPage, found_by
from shared.projections.runbook_catalog.queries import (
    MatchedIn,
    MonthOfUse,
    RunbookHit,
    RunbookOfAlert,
    RunbookOfAlertQuery,
    RunbookSearch,
    RunbookSummary,
    RunbookUsage,
)

Row = dict[str, Any]
_SUMMARY = tuple(field.name for field in fields(RunbookSummary))


def summary_of(row: Row) -> RunbookSummary:
    return RunbookSummary(**_shown(row))


def of_alert(query: RunbookOfAlertQuery, rows: Sequence[Row], as_of: AsOf) -> RunbookOfAlert:
    """``rows``: candidates, best first."""
    found = found_by(query.alertname, query.runbook_url, [_page(row) for row in rows])
    if found is None:
        return RunbookOfAlert(runbook=None, found_by=None, words=None, why=(), as_of=as_of)
    place, by = found
    row = rows[place]
    why = tuple(MatchedTerm(term=each["term"], weight=round(each["weight"], 4)) for each in row["why"])
    return RunbookOfAlert(runbook=summary_of(row), found_by=by, words=round(row["score"], 4), why=why, as_of=as_of)


def _page(row: Row) -> RunbookPage:
    return RunbookPage(
        names=(row["slug"], row["title"], *row["alerts"]),
        alerts=row["alerts"],
        urls=row["urls"],
        said=frozenset(each["term"] for each in row["why"]),
    )


def hit_of(row: Row, query: RunbookSearch, marker: Marker) -> RunbookHit:
    where: dict[MatchedIn, Sequence[str]] = {
        "slug": (row["slug"],),
        "title": (row["title"],),
        "alerts": row["alerts"],
        "tags": row["tags"],
        "owner": (row["owner"],),
        "text": (row["told"],),
    }
    told = " · ".join(filter(None, (row["title"], row["told"])))
    named = query.alertname is not None
    return RunbookHit(
        **_shown(row),
        matched_in=marker.found_in(where, otherwise="similar"),
        snippet=marker.marked(told),
        runs_on_alert=(row["runs_on_alert"] or 0) if named else None,
        succeeded_on_alert=(row["succeeded_on_alert"] or 0) if named else None,
    )


def _shown(row: Row) -> Row:
    return {name: row[name] for name in _SUMMARY} | {
        "automation_level": AutomationLevel(row["automation_level"]),
        "last_outcome": None if row["last_outcome"] is None else ExecutionOutcome(row["last_outcome"]),
        "tags": tuple(row["tags"]),
        "alerts": tuple(row["alerts"]),
    }


def usage_of(runbook_id: RunbookId, counted: Sequence[Row], spent: Row, as_of: AsOf) -> RunbookUsage:
    outcomes, kinds = Counter[str](), Counter[str]()
    months: dict[str, Counter[str]] = {}
    for row in counted:
        outcomes[row["outcome"]] += row["runs"]
        kinds[row["asked_by_kind"]] += row["runs"]
        months.setdefault(row["month"], Counter())[row["outcome"]] += row["runs"]
    told = outcomes["succeeded"] + outcomes["failed"]
    return RunbookUsage(
        runbook_id=runbook_id,
        asked=outcomes.total(),
        open=outcomes[OPEN],
        by_outcome={outcome: outcomes[outcome.value] for outcome in ExecutionOutcome},
        by_actor_kind=dict(sorted(kinds.items())),
        success_rate=outcomes["succeeded"] / told if told else None,
        duration_p50_s=spent["p50"],
        duration_p90_s=spent["p90"],
        last_outcome=None if spent["last_outcome"] is None else ExecutionOutcome(spent["last_outcome"]),
        last_completed_at=spent["last_completed_at"],
        months=tuple(
            MonthOfUse(month=month, runs=each.total(), succeeded=each["succeeded"], failed=each["failed"])
            for month, each in months.items()
        ),
        as_of=as_of,
    )
