"""Incidents as they were beside those that other rules make: what becomes of them, and how often somebody is called."""

import pytest

from shared.domain.incident.values import AlertRef
from shared.kernel.ids import AlertId
from shared.kernel.vocabulary import Severity
from shared.processes.alert_correlation.comparison import GroupedAlerts, Regrouping, compare
from tests.support.facts import minutes, named


def group(alerts: str, number: int | None = None, severity: Severity = Severity.HIGH, reopened: int = 0):
    refs = frozenset(AlertRef(alert_id=AlertId(named(alert)), episode=1) for alert in alerts)
    return GroupedAlerts(
        number=number,
        title=alerts,
        severity=severity,
        opened_at=minutes(ord(alerts[0])),
        alerts=refs,
        reopened=reopened,
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (["ab"], ["ab"], [Regrouping.SAME]),
        (["ab"], ["abc"], [Regrouping.CHANGED]),
        (["a", "b"], ["ab"], [Regrouping.MERGED]),
        (["ab"], ["a", "b"], [Regrouping.SPLIT]),
        (["ab", "cd"], ["ac", "bd"], [Regrouping.REGROUPED]),
        ([], ["a"], [Regrouping.NEW]),
        (["a"], [], [Regrouping.GONE]),
        (["a", "b", "cd"], ["ab", "c", "d", "e"], [Regrouping.MERGED, Regrouping.SPLIT, Regrouping.NEW]),
    ],
)
def test_incidents_that_share_alerts_are_compared_in_the_order_of_time(before, after, expected):
    compared = compare([group(each) for each in before], [group(each) for each in after])
    assert [each.kind for each in compared] == expected
    assert sum(len(each.before) for each in compared) == len(before)
    assert sum(len(each.after) for each in compared) == len(after)


@pytest.mark.parametrize(("severity", "reopened", "pages"), [(Severity.CRITICAL, 2, 3), (Severity.MEDIUM, 2, 0)])
def test_somebody_is_called_for_each_time_a_severe_one_opens(severity, reopened, pages):
    assert group("a", severity=severity, reopened=reopened).pages == pages
