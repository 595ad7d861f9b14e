"""Which rule takes an alert is found out once for its turn, and never taken from another alert."""

from shared.domain.alert.facts import AlertIngested
from shared.processes.alert_correlation.recent import RecentMatches
from tests.support.facts import ingested


class Finding:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, alert: AlertIngested) -> str:
        self.asked.append(alert.name)
        return f"rule of {alert.name}"


def test_an_alert_is_looked_at_once():
    recent, find = RecentMatches[str](), Finding()
    alert = ingested("a", name="one")
    assert [recent.match(alert, find) for _ in range(2)] == ["rule of one", "rule of one"]
    assert find.asked == ["one"]


def test_an_alert_that_says_the_same_is_looked_at_itself():
    recent, find = RecentMatches[str](), Finding()
    for _ in range(2):
        recent.match(ingested("a", name="one"), find)
    assert find.asked == ["one", "one"]


def test_what_was_found_long_ago_is_found_again():
    recent, find = RecentMatches[str](limit=1), Finding()
    first = ingested("a", name="one")
    for alert in (first, ingested("b", name="two"), first):
        recent.match(alert, find)
    assert find.asked == ["one", "two", "one"]
