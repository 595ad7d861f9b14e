"""Answers about accounts, made of the rows that were read."""

from datetime import datetime
from typing import Any

from shared.domain.slo.values import Budget, RollingWindow, SLODefinition
from shared.domain.slo.windows import PARTS, budget_of
from shared.projections.slo_burndown.accounts import BudgetAccount, SLOReportLine, SLOStanding, Spent
from shared.projections.slo_burndown.burning_down import remaining
from shared.projections.slo_burndown.months import zone_of

Row = dict[str, Any]
_MOST_RESOURCES = 50


def budget_in(row: Row) -> Budget:
    """Reads the columns that a budget is kept in."""
    return Budget.model_validate({name: row[name] for name in Budget.model_fields})


def standing_of(row: Row, definition: SLODefinition) -> SLOStanding:
    budget = budget_in(row)
    return SLOStanding(
        slo_id=row["slo_id"],
        slug=row["slug"],
        name=definition.name,
        service_id=definition.service_id,
        owner=definition.owner,
        target=definition.target,
        budgeting=definition.budgeting,
        window=_window(definition),
        budget=budget,
        remaining=remaining(budget),
        exhausted_since=row["exhausted_since"],
        data_until=row["data_until"],
    )


def account_of(row: Row, starts_at: datetime, ends_at: datetime) -> BudgetAccount:
    good, total, allowed = int(row["good"]), int(row["total"]), int(row["allowed"])
    budget, recorded = budget_of(good, total, allowed), row["counted"] > 0
    return BudgetAccount(
        starts_at=starts_at,
        ends_at=ends_at,
        recorded=recorded,
        good=good,
        total=total,
        bad=total - good,
        allowed_bad=budget.allowed_bad,
        consumed=budget.consumed,
        sli=100 * good / total if total else None,
        target=round(100 - 100 * allowed / (total * PARTS), 6) if total else None,
        met=(total - good) * PARTS <= allowed if recorded else None,
        recorded_s=row["recorded_s"],
        excluded=row["excluded"],
    )


def line_of(row: Row, definition: SLODefinition, account: BudgetAccount) -> SLOReportLine:
    return SLOReportLine(
        slo_id=row["slo_id"],
        slug=row["slug"],
        name=definition.name,
        service_id=definition.service_id,
        owner=definition.owner,
        budgeting=definition.budgeting,
        zone=zone_of(definition),
        account=account,
    )


def spent_of(row: Row, bad: int, account: BudgetAccount) -> Spent:
    names = (str(resource["name"]) for resource in row["affected_resources"])
    return Spent(
        incident_id=row["incident_id"],
        number=row["number"],
        title=row["title"],
        severity=row["severity"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        bad=bad,
        share=bad / account.allowed_bad if account.allowed_bad else 0.0,
        resources=tuple(dict.fromkeys(names))[:_MOST_RESOURCES],
    )


def _window(definition: SLODefinition) -> str:
    if isinstance(definition.window, RollingWindow):
        return f"{definition.window.days}d"
    return f"month {definition.window.zone}"
