"""The rules with which Prometheus itself would judge an objective: counts by the window, burn rates, alerts.

Counts are recorded once per measured window and summed over each look-back, as they are here; so an hour with much
traffic weighs more than one with little. A burn rate is one correctly rounded division of whole numbers, so that a
comparison with a condition's rate goes the same way here and there.
"""

from collections.abc import Iterator
from math import gcd
from typing import Any

import yaml

from shared.adapters.prometheus.recorded import as_queries
from shared.domain.slo.burning import burn_conditions, span_of
from shared.domain.slo.values import Budgeting, BurnCondition, CountsIndicator, RollingWindow, SLODefinition
from shared.domain.slo.windows import PARTS, allowed_share, good_share
from shared.ports.sli_counts import RATIO_PARTS

Rule = dict[str, Any]
GOOD, TOTAL, WEIGHED, BURN = "slo:good:count", "slo:total:count", "slo:weighed:count", "slo:burn:rate"
#: An objective whose metric is gone is told of when that would have cost this part of its budget, were all of it bad.
_ABSENT_PART = 100
_DAYS_OF_A_MONTH = 30


def rules_of(definition: SLODefinition, slug: str) -> dict[str, Any]:
    """Gives the content of a rule file: one group, in which what is recorded stands before what reads it."""
    rules = [*_counts(definition, slug), *_burn_rates(definition, slug), *_alerts(definition, slug)]
    return {"groups": [{"name": f"slo-{slug}", "interval": span_of(definition.measured_every_s), "rules": rules}]}


def rules_yaml(rules: dict[str, Any]) -> str:
    """Gives the text of a rule file."""
    return yaml.safe_dump(rules, sort_keys=False, allow_unicode=True, width=1_000)


def _counts(definition: SLODefinition, slug: str) -> Iterator[Rule]:
    good, total = _queries(definition)
    if definition.budgeting is Budgeting.TIMESLICES:
        parts, allowed = _reduced(PARTS, PARTS - good_share(definition))
        weighed = f"clamp_min({total}, {definition.expected_events or 0})"
        yield _recorded(GOOD, slug, f"(({total}) - ({good})) * {parts} <= bool {weighed} * {allowed}")
        yield _recorded(TOTAL, slug, f"(({total}) * 0) + 1")
        return
    yield _recorded(GOOD, slug, good)
    yield _recorded(TOTAL, slug, total)
    if definition.expected_events is not None:
        yield _recorded(WEIGHED, slug, f"clamp_min({total}, {definition.expected_events})")


def _queries(definition: SLODefinition) -> tuple[str, str]:
    """Good and total of one measured window, as whole numbers without labels."""
    indicator = as_queries(definition.indicator, definition.measured_every_s)
    length = span_of(definition.measured_every_s)
    if isinstance(indicator, CountsIndicator):
        queries = (indicator.good_query, indicator.total_query)
        good, total = (f"round(sum({query.replace('$window', length)}))" for query in queries)
        return good, total
    share = f"sum({indicator.ratio_query.replace('$window', length)})"
    return f"round({share} * {RATIO_PARTS})", f"({share} * 0) + {RATIO_PARTS}"


def _burn_rates(definition: SLODefinition, slug: str) -> Iterator[Rule]:
    parts, allowed = _reduced(PARTS, allowed_share(definition))
    counted = WEIGHED if definition.expected_events is not None and _counts_events(definition) else TOTAL
    spans = sorted({span for each in burn_conditions(definition) for span in (each.short_s, each.long_s)})
    for span in spans:
        bad = f"({_summed(TOTAL, slug, span)} - {_summed(GOOD, slug, span)})"
        weight = _summed(counted, slug, span)
        expression = f"{bad} * {parts} / {weight if allowed == 1 else f'({weight} * {allowed})'}"
        yield _recorded(BURN, slug, expression, look_back=span_of(span))


def _alerts(definition: SLODefinition, slug: str) -> Iterator[Rule]:
    for condition in burn_conditions(definition):
        hold_s = definition.alerting.hold_s
        yield {
            "alert": "SLOBudgetBurns",
            "expr": _holds(definition, slug, condition),
            **({"for": span_of(hold_s)} if hold_s else {}),
            "labels": _alert_labels(slug, condition),
            "annotations": {
                "summary": f"{definition.name}: the budget burns over {condition.rate:.12g} times as fast as it may",
                "description": f"Over {span_of(condition.long_s)} and over {span_of(condition.short_s)}.",
            },
        }
    yield {
        "alert": "SLOMetricAbsent",
        "expr": f"absent({_of(TOTAL, slug)})",
        "for": span_of(absent_after_s(definition)),
        "labels": {"slo": slug, "severity": "page"},
        "annotations": {"summary": f"{definition.name}: nothing counts it any more"},
    }


def absent_after_s(definition: SLODefinition) -> int:
    """Gives the time in which a hundredth of the budget would be gone, were everything bad; two windows at least."""
    days = definition.window.days if isinstance(definition.window, RollingWindow) else _DAYS_OF_A_MONTH
    hundredth = days * 86_400 * allowed_share(definition) // (PARTS * _ABSENT_PART)
    return max(hundredth, 2 * definition.measured_every_s)


def _holds(definition: SLODefinition, slug: str, condition: BurnCondition) -> str:
    long, short = (
        f"{_of(BURN, slug, look_back=span_of(span))} > {condition.rate:.12g}"
        for span in (condition.long_s, condition.short_s)
    )
    if definition.alerting.latch:
        fires = _labelled("ALERTS", alertname="SLOBudgetBurns", alertstate="firing", **_alert_labels(slug, condition))
        short = f"({short} or on (slo) {fires})"
    expression = f"{long} and on (slo) {short}"
    if definition.alerting.minimum_events > 1:
        events = _summed(TOTAL, slug, condition.long_s)
        expression += f" and on (slo) {events} >= {definition.alerting.minimum_events}"
    return expression


def _alert_labels(slug: str, condition: BurnCondition) -> dict[str, str]:
    spans = {"long": span_of(condition.long_s), "short": span_of(condition.short_s)}
    return {"slo": slug, "severity": condition.severity, **spans}


def _counts_events(definition: SLODefinition) -> bool:
    return definition.budgeting is Budgeting.OCCURRENCES


def _recorded(name: str, slug: str, expression: str, **labels: str) -> Rule:
    return {"record": name, "expr": expression, "labels": {"slo": slug, **labels}}


def _summed(name: str, slug: str, span: int) -> str:
    """A second shorter than the look-back: then it does not matter whether a range holds its left edge."""
    return f"sum_over_time({_of(name, slug)}[{span - 1}s])"


def _of(name: str, slug: str, **labels: str) -> str:
    return _labelled(name, slo=slug, **labels)


def _labelled(name: str, **labels: str) -> str:
    told = ",".join(f'{key}="{value}"' for key, value in labels.items())
    return f"{name}{{{told}}}"


def _reduced(numerator: int, denominator: int) -> tuple[int, int]:
    common = gcd(numerator, denominator)
    return numerator // common, denominator // common
