"""Names of alerts as one matcher and back, whatever they hold."""

import pytest

from shared.kernel.alert_names import alerts_of_matcher, matcher_of_alerts
from shared.kernel.matchers import compile_matcher


@pytest.mark.parametrize("name", ["KubePodCrashLooping", "disk full (90 %)", "a|b", "x.*y", r"C:\Q", "a\tb"])
def test_a_list_of_names_matches_them_and_can_be_read_back(name):
    matcher = matcher_of_alerts([name, "Other"])
    assert compile_matcher(matcher)({"alertname": name})
    assert not compile_matcher(matcher)({"alertname": name[:-1]})
    assert alerts_of_matcher(matcher) in (frozenset({name, "Other"}), None)


def test_a_bar_that_belongs_to_a_name_parts_nothing():
    assert alerts_of_matcher(matcher_of_alerts(["a|b", "c"])) == frozenset({"a|b", "c"})
