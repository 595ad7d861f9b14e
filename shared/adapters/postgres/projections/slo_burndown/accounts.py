"""Accounts of objectives over the recorded windows in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.projections.cursors import bounded, decode_cursor, encode_cursor, plain
from shared.adapters.postgres.projections.freshness import FreshReads, Reading
from shared.adapters.postgres.projections.past import PastReading, TimedReads
from shared.adapters.postgres.projections.slo_burndown import account_statements as statements
from shared.adapters.postgres.projections.slo_burndown.account_rows import account_of, line_of, spent_of, standing_of
from shared.adapters.postgres.projections.slo_burndown.hour_statements import FOLLOWING
from shared.adapters.postgres.projections.slo_burndown.statements import PAST
from shared.domain.slo.values import SLODefinition
from shared.domain.slo.windows import PARTS, seconds, window_start
from shared.kernel.ids import TenantId
from shared.kernel.zones import zone_named
from shared.projections.incident_timeline.projection import incident_timeline
from shared.projections.page import InvalidQuery, Page
from shared.projections.slo_burndown.accounts import (
    MAX_INCIDENTS,
    MAX_MONTHS,
    BudgetAccount,
    ComplianceQuery,
    ReportQuery,
    SLOAccountQueries,
    SLOCompliance,
    SLOReportLine,
    SLOSpending,
    SLOStanding,
    SpendingQuery,
    Spent,
    StandingsQuery,
)
from shared.projections.slo_burndown.attribution import BadWindow, Lasting, attributed
from shared.projections.slo_burndown.months import AccountSpan, month_of, months_until, zone_of
from shared.projections.slo_burndown.projection import slo_burndown

Row = dict[str, Any]
_DEFINITION: TypeAdapter[SLODefinition] = TypeAdapter(SLODefinition)
_LONGEST = timedelta(days=100)


class PostgresSLOAccounts:
    """Role ``sre_query``. ``wait_s`` bounds the wait for a caller's own write."""

    def __init__(self, pool: Pool, *, wait_s: float = 2.0) -> None:
        self._timed = TimedReads(pool, slo_burndown, wait_s=wait_s, following=FOLLOWING)
        self._reads = self._timed.fresh
        beside = FreshReads(pool, incident_timeline, wait_s=wait_s)
        self._with_incidents = FreshReads(pool, slo_burndown, wait_s=wait_s, beside=beside)

    def list_standings(self, tenant_id: TenantId, query: StandingsQuery) -> Page[SLOStanding]:
        limit = bounded(query.limit)
        consumed, slug = decode_cursor("slo-standings", query.cursor, (float, plain))
        asked = {
            "tenant": tenant_id,
            "service": None if query.service_id is None else str(query.service_id),
            "after_consumed": consumed,
            "after_slug": slug,
            "limit": limit + 1,
        }
        with self._reads.reading(tenant_id, query.min_position) as reading:
            rows = reading.rows(statements.STANDINGS, asked)
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(
            items=tuple(standing_of(row, _definition(row)) for row in rows[:limit]),
            next_cursor=None if last is None else encode_cursor("slo-standings", (last["consumed"], last["slug"])),
            as_of=reading.as_of,
        )

    def get_compliance(self, tenant_id: TenantId, query: ComplianceQuery, now: datetime) -> SLOCompliance | None:
        if not 1 <= query.months <= MAX_MONTHS:
            raise InvalidQuery(f"months are 1 to {MAX_MONTHS}")
        now = query.as_of or now
        with self._timed.reading(tenant_id, query, PAST, {"slo": query.slo_id}) as reading:
            row = _one(reading, tenant_id, query.slo_id)
            if row is None:
                return None
            definition = _definition(row)
            zone = zone_of(definition)
            months = months_until(now, query.months, zone_named(zone))
            accounts = _accounts(reading, tenant_id, [(query.slo_id, month) for month in months])
        return SLOCompliance(
            slo_id=query.slo_id,
            slug=row["slug"],
            name=definition.name,
            budgeting=definition.budgeting,
            zone=zone,
            months=accounts,
            as_of=reading.as_of,
        )

    def get_report(self, tenant_id: TenantId, query: ReportQuery, now: datetime) -> Page[SLOReportLine]:
        limit = bounded(query.limit)
        (after,) = decode_cursor("slo-report", query.cursor, (plain,))
        with self._reads.reading(tenant_id, query.min_position) as reading:
            rows = reading.rows(statements.BY_SLUG, {"tenant": tenant_id, "after_slug": after, "limit": limit + 1})
            told = [(row, _definition(row)) for row in rows[:limit]]
            months = [month_of(query.year, query.month, zone_named(zone_of(definition))) for _, definition in told]
            if any(first >= now for first, _ in months):
                raise InvalidQuery("that month has not begun")
            stretches = [(row["slo_id"], month) for (row, _), month in zip(told, months, strict=True)]
            accounts = _accounts(reading, tenant_id, stretches)
        return Page(
            items=tuple(line_of(*each, account) for each, account in zip(told, accounts, strict=True)),
            next_cursor=encode_cursor("slo-report", (rows[limit - 1]["slug"],)) if len(rows) > limit else None,
            as_of=reading.as_of,
        )

    def get_spending(self, tenant_id: TenantId, query: SpendingQuery, now: datetime) -> SLOSpending | None:
        with self._with_incidents.reading(tenant_id, query.min_position) as reading:
            row = _one(reading, tenant_id, query.slo_id)
            if row is None:
                return None
            definition = _definition(row)
            stretch = _stretch(query, definition, now)
            (account,) = _accounts(reading, tenant_id, [(query.slo_id, stretch)])
            incidents = _incidents(reading, tenant_id, definition.service_id, stretch)
            complete, incidents = len(incidents) <= MAX_INCIDENTS, incidents[-MAX_INCIDENTS:]
            spent = _spent(reading, tenant_id, query, stretch, incidents, account) if incidents else ()
        return SLOSpending(
            slo_id=query.slo_id,
            slug=row["slug"],
            service_id=definition.service_id,
            account=account,
            spent=spent,
            unattributed=account.bad - sum(each.bad for each in spent),
            complete=complete,
            as_of=reading.as_of,
        )


def _one(reading: Reading | PastReading, tenant_id: TenantId, slo_id: UUID) -> Row | None:
    rows = reading.rows(statements.ONE, {"tenant": tenant_id, "slo": slo_id})
    return rows[0] if rows else None


def _definition(row: Row) -> SLODefinition:
    return _DEFINITION.validate_python(row["definition"])


def _accounts(
    reading: Reading | PastReading, tenant_id: TenantId, stretches: Sequence[tuple[UUID, AccountSpan]]
) -> tuple[BudgetAccount, ...]:
    asked = {
        "tenant": tenant_id,
        "parts": PARTS,
        "slos": [slo_id for slo_id, _ in stretches],
        "firsts": [first for _, (first, _) in stretches],
        "lasts": [last for _, (_, last) in stretches],
    }
    rows = reading.rows(statements.STRETCHES, asked)
    return tuple(account_of(row, *stretch) for row, (_, stretch) in zip(rows, stretches, strict=True))


def _stretch(query: SpendingQuery, definition: SLODefinition, now: datetime) -> AccountSpan:
    last = now if query.until is None else query.until
    first = window_start(definition, last) if query.since is None else query.since
    if first >= last:
        raise InvalidQuery("since must be before until")
    if last - first > _LONGEST:
        raise InvalidQuery(f"more than {_LONGEST.days} days: ask for a shorter time")
    return first, last


def _incidents(reading: Reading, tenant_id: TenantId, service_id: UUID | None, stretch: AccountSpan) -> list[Row]:
    """One more than are looked at says that there are more."""
    if service_id is None:
        return []
    first, last = stretch
    asked = {"tenant": tenant_id, "service": service_id, "first": first, "last": last, "limit": MAX_INCIDENTS + 1}
    return reading.rows(statements.INCIDENTS, asked)


def _spent(
    reading: Reading,
    tenant_id: TenantId,
    query: SpendingQuery,
    stretch: AccountSpan,
    incidents: Sequence[Row],
    account: BudgetAccount,
) -> tuple[Spent, ...]:
    first, last = stretch
    longest = last + timedelta(days=1)
    lasting = [(row["starts_at"], row["ends_at"] or longest) for row in incidents]
    asked = {
        "tenant": tenant_id,
        "slo": query.slo_id,
        "parts": PARTS,
        "first": first,
        "last": last,
        "starts": [starts_at for starts_at, _ in lasting],
        "ends": [ends_at for _, ends_at in lasting],
    }
    windows = (
        BadWindow(row["start"], row["end"], int(row["bad"]), tuple(place - 1 for place in row["during"]))
        for row in reading.rows(statements.BAD_WINDOWS, asked)
    )
    parts = attributed(windows, [Lasting(seconds(starts_at), seconds(ends_at)) for starts_at, ends_at in lasting])
    return tuple(spent_of(incidents[place], bad, account) for place, bad in parts.most_common() if bad)


_: type[SLOAccountQueries] = PostgresSLOAccounts
