"""The mixes by which correlation is measured are what they say, and pairs are counted right."""

import pytest

from bench.correlation.company import distances_up
from bench.correlation.mix import LEAST_ALERTS, mix
from bench.correlation.score import Pairs, pairs
from shared.kernel.subject import subject_of


def test_a_mix_has_two_faults_neither_of_which_explains_the_other():
    for seed in range(20):
        alerts = mix(seed)
        one, other = sorted({alert.belongs for alert in alerts if not alert.belongs.startswith("noise")})
        assert len(alerts) >= LEAST_ALERTS
        assert other not in distances_up(one)
        assert one not in distances_up(other)
        assert mix(seed) == alerts


def test_many_alerts_name_no_service_and_many_name_it_as_opentelemetry_does():
    alerts = mix(1)
    assert sum(not subject_of(alert.labels).service for alert in alerts) > len(alerts) / 4
    assert sum("service_name" in alert.labels for alert in alerts) > len(alerts) / 8


@pytest.mark.parametrize(
    ("made", "expected"),
    [("aabb", (1.0, 1.0)), ("aaaa", (1 / 3, 1.0)), ("abcd", (1.0, 0.0)), ("aabc", (1.0, 0.5))],
)
def test_precision_and_recall_count_pairs(made, expected):
    counted = pairs(made, "xxyy")
    assert (counted.precision, counted.recall) == expected


def test_counts_of_several_mixes_add_up():
    assert pairs("ab", "xx") + pairs("aa", "xx") == Pairs(1, 1, 2)
    assert (pairs("ab", "xx") + pairs("aa", "xx")).f1 == pytest.approx(2 / 3)
