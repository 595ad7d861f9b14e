"""Objectives for people: whose budget is gone, why they alert, how months went, and who spent what."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from cli.answering import console, show_table
from shared.domain.slo.burning import span_of

_BAR = 20
_BLOCKS = " ▁▂▃▄▅▆▇█"
Answer = Mapping[str, Any]


def show_standings(answer: Answer) -> None:
    """The worst first, as they come."""
    rows = (
        (each["slug"], _bar(each), _percent(each["remaining"]), _left(each), f"{each['target']:.10g} %", each["window"],
         _since(each), each["owner"])
        for each in answer["items"]
    )  # fmt: skip
    columns = ("OBJECTIVE", "BUDGET", "LEFT", "MAY FAIL", "TARGET", "OVER", "KNOWN UNTIL", "OWNER")
    show_table(columns, rows, empty="there are no objectives; `sre slos import PATH` brings them in")
    if answer["next_cursor"]:
        _say(f"more: --cursor {answer['next_cursor']}")


def show_explanation(answer: Answer) -> None:
    _say(answer["slug"])
    for line in answer["lines"]:
        _say(f"  {line}")


def show_compliance(answer: Answer) -> None:
    _say(f"{answer['name']} ({answer['slug']}), months in {answer['zone']}")
    show_account_rows((_month(each), each) for each in answer["months"])


def show_spending(answer: Answer) -> None:
    account = answer["account"]
    lost = f"{account['bad']:,} of {account['allowed_bad']:,.6g} that were allowed"
    _say(f"{answer['slug']}: {lost}, {account['starts_at'][:16]} to {account['ends_at'][:16]}")
    rows = [
        (f"INC-{each['number']}", f"{each['bad']:,}", _percent(each["share"]), each["starts_at"][:16],
         (each["ends_at"] or "lasts")[:16], each["title"], _change(each["change"]))
        for each in answer["spent"]
    ]  # fmt: skip
    if account["bad"]:
        share = answer["unattributed"] / account["allowed_bad"] if account["allowed_bad"] else 0.0
        rows.append(("none", f"{answer['unattributed']:,}", _percent(share), "", "", "unattributed", ""))
    columns = ("INCIDENT", "BAD", "OF BUDGET", "FROM", "UNTIL", "WHAT", "CHANGE BEFORE IT")
    show_table(columns, rows, empty="nothing was bad")
    if not answer["complete"]:
        _say("only the newest 200 incidents were looked at")


def show_account_rows(accounts: Iterator[tuple[str, Answer]]) -> None:
    rows = (
        (name, _sli(each), _sli(each, "target"), _met(each), f"{each['bad']:,}", f"{each['total']:,}",
         _percent(each["consumed"]) if each["recorded"] else "", each["excluded"] or "")
        for name, each in accounts
    )  # fmt: skip
    columns = ("", "KEPT", "PROMISED", "MET", "BAD", "OF", "BUDGET USED", "EXCLUDED")
    show_table(columns, rows, empty="nothing was counted")


def show_card(answer: Answer) -> None:
    """What a person wants of one objective on one screen: the budget, its curve, and how fast it burns."""
    _say(f"{answer['name']} ({answer['slug']}, revision {answer['revision']})")
    budget = answer["budget"]
    bad = budget["total"] - budget["good"]
    _say(f"promised   {answer['target']:.10g} % of {answer['budgeting']}, since {answer['window_start'][:16]}")
    kept = f"{100 * budget['good'] / budget['total']:.5g} %" if budget["total"] else "nothing is known"
    _say(f"kept       {kept}")
    lost = f"{bad:,} of {budget['allowed_bad']:,.6g} were bad"
    _say(f"budget     {_percent(answer['remaining'])} left: {lost}, {answer['left_minutes']:,.1f} minutes left")
    _say(f"           {curve(answer['points'])}")
    if answer["exhausts_at"]:
        _say(f"gone       {answer['exhausts_at'][:16]}, if it burns on as it does")
    rows = (
        (span_of(each["look_back_s"]), _rate(each["rate"]), f"{each['bad']:,}", f"{each['total']:,}")
        for each in answer["burn_rates"]
    )
    show_table(("LOOK-BACK", "BURN", "BAD", "OF"), rows, empty="it has no look-backs")
    for each in answer["exhaustions"][:3]:
        _say(f"exhausted  {each['starts_at'][:16]} to {(each['ends_at'] or 'now')[:16]}")


def curve(points: Sequence[Answer]) -> str:
    """What was left, from the beginning of the window on; a point of which nothing is known is a blank."""
    return "".join(_block(each["remaining"]) for each in points)


def _block(remaining: float | None) -> str:
    if remaining is None:
        return " "
    place = max(0.0, min(1.0, remaining))
    return _BLOCKS[round(1 + (len(_BLOCKS) - 2) * place)]


def _bar(standing: Answer) -> str:
    if standing["data_until"] is None:
        return "nothing is known"
    full = max(0, min(_BAR, int(_BAR * standing["remaining"] + 0.5)))
    return "█" * full + "░" * (_BAR - full)


def _left(standing: Answer) -> str:
    budget = standing["budget"]
    unit = "" if standing["budgeting"] == "occurrences" else " slices"
    return f"{budget['allowed_bad'] - (budget['total'] - budget['good']):,.0f}{unit}"


def _since(standing: Answer) -> str:
    if standing["data_until"] is None:
        return "never"
    return str(standing["data_until"])[:16] + (" EXHAUSTED" if standing["exhausted_since"] else "")


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _sli(account: Answer, name: str = "sli") -> str:
    return "" if account[name] is None else f"{account[name]:.6g} %"


def _met(account: Answer) -> str:
    return {None: "unknown", True: "yes", False: "NO"}[account["met"]]


def _month(account: Answer) -> str:
    """The middle of a month is in it, whatever the zone."""
    begins, ends = (datetime.fromisoformat(account[name]) for name in ("starts_at", "ends_at"))
    return f"{(begins + (ends - begins) / 2).astimezone(UTC):%Y-%m}"


def _change(change: Answer | None) -> str:
    if change is None:
        return ""
    return f"{change['application']} {change['revision'][:12]}" + ("" if change["is_named"] else " (came before)")


def _rate(rate: float | None) -> str:
    return "" if rate is None else f"{rate:.3g}"


def _say(line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)


#: Operations whose answers have a form of their own.
SHOWN: Mapping[str, Callable[[Answer], None]] = {
    "ListSLOStandings": show_standings,
    "ExplainSLO": show_explanation,
    "GetSLOCompliance": show_compliance,
    "GetSLOBudgetSpending": show_spending,
}
