"""Objectives: all of them with the worst budget first, and one with how its budget went and why."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from shared.adapters.console.asking import ask
from shared.adapters.console.page import ConsolePage, RailEntry
from shared.adapters.console.pages.shared_content import content_of, few, items_of
from shared.adapters.console.pages.slo_pictures import budget_picture, burn_picture, indicator_picture, small_budget
from shared.adapters.console.visit import Visit

_LISTED, _CURVES = 200, 12
_STEPS = ("minute", "hour", "day")


def _list(visit: Visit) -> Mapping[str, Any]:
    listed = visit.ask(ask("ListSLOs", limit=_LISTED, service_id=visit.one("service"), cursor=visit.one("cursor")))
    worst = sorted(listed.items, key=lambda slo: (-slo.budget.consumed, slo.slug))
    curves = visit.gather(
        **{slo.slug: ask("GetSLOBurndown", {"slo_id": slo.slo_id}, points=24) for slo in worst[:_CURVES]}
    )
    told = {slo.slug: content_of(curves, slo.slug) for slo in worst}
    rows = [(slo, told[slo.slug], small_budget(told[slo.slug])) for slo in worst]
    return {"rows": rows, "answer": _answer(rows), "next_cursor": listed.next_cursor}


def _answer(rows: Sequence[tuple[Any, Any, Any]]) -> str:
    if not rows:
        return "Nothing is promised to anybody yet."
    used_up = [slo.slug for slo, _, _ in rows if slo.exhausted]
    burning = [slo.slug for slo, _, _ in rows if any(burn.holds for burn in slo.burn)]
    many = f"{len(rows)} {'objective' if len(rows) == 1 else 'objectives'}"
    said = [f"{len(used_up)} of {many} {'has' if len(used_up) == 1 else 'have'} no budget left" if used_up else ""]
    said.append(f"{few(burning)} {'burns' if len(burning) == 1 else 'burn'} too fast" if burning else "")
    return "; ".join(part for part in said if part) + "." if used_up or burning else f"{many}, and none burns too fast."


def _one(visit: Visit) -> Mapping[str, Any]:
    as_of, step = visit.one("as_of"), visit.one("step")
    step = step if step in _STEPS else "hour"
    slo = visit.ask(ask("GetSLO", visit.ids, as_of=as_of))
    service = slo.definition.service_id
    asks = {
        "burndown": ask("GetSLOBurndown", visit.ids, points=120, as_of=as_of),
        "series": ask("GetSLITimeSeries", visit.ids, step=step, as_of=as_of),
        "changes": ask("ListChangeVerifications", limit=50),
        "spending": ask("GetSLOBudgetSpending", visit.ids),
        "compliance": ask("GetSLOCompliance", visit.ids, months=12, as_of=as_of),
        "explanation": ask("ExplainSLO", visit.ids),
    }
    if service is not None:
        asks["service"] = ask("GetService", {"service_id": service})
        asks["incidents"] = ask("SearchIncidents", service_id=service, limit=20)
    parts = visit.gather(**asks)
    burndown, series = content_of(parts, "burndown"), content_of(parts, "series")
    until = datetime.fromisoformat(as_of) if as_of else visit.now
    happened = {name: items_of(parts, name) for name in ("incidents", "changes")}
    return {
        "slo": slo,
        "parts": parts,
        "service": content_of(parts, "service"),
        "burndown": burndown,
        "spending": content_of(parts, "spending"),
        "months": _months(content_of(parts, "compliance")),
        "explanation": content_of(parts, "explanation"),
        "budget_area": None if burndown is None else budget_picture(burndown, until, visit.reader.zone, happened),
        "burn": burn_picture(slo.burn),
        "series": None if series is None else indicator_picture(series, visit.reader.zone, happened),
        "step": step,
        "steps": _STEPS,
        "as_of": as_of,
        "answer": _one_answer(slo, burndown, until),
    }


def _months(compliance: Any) -> Sequence[tuple[datetime, Any]]:
    """Accounts of months in which something was recorded, the newest first, each with its first moment in its zone."""
    if compliance is None:
        return ()
    zone = ZoneInfo(compliance.zone)
    return [(month.starts_at.astimezone(zone), month) for month in reversed(compliance.months) if month.recorded]


def _one_answer(slo: Any, burndown: Any, now: datetime) -> str:
    left = max(0.0, 1 - slo.budget.consumed)
    if not slo.budget.total:
        return "Nothing has been measured in its window, so nothing can be said of its budget."
    if slo.budget.consumed >= 1:
        return f"The budget is used up, {slo.budget.consumed:.1f} times over."
    if burndown is not None and burndown.exhausts_at is not None:
        hours = (burndown.exhausts_at - now).total_seconds() / 3_600
        lasts = f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.0f} days"  # noqa: PLR2004 - two days
        return f"{left:.0%} of the budget is left; at this rate it lasts {lasts}."
    return f"{left:.0%} of the budget is left, and it outlasts the window at this rate."


SLOS = ConsolePage(
    name="slos",
    path="/slos",
    template="slos.html",
    needs="ListSLOs",
    show=_list,
    rail=RailEntry(label="SLOs", key="s"),
)
SLO = ConsolePage(name="slo", path="/slos/<uuid:slo_id>", template="slo.html", needs="GetSLO", show=_one)
