"""The words in which projection tests are written can say no."""

import pytest

from shared.projections.alert_groups.alerts import alerts
from shared.projections.alert_groups.projection import alert_groups
from tests.support import facts as make
from tests.support.given_projection import GivenProjection

given = GivenProjection(alert_groups)


def test_another_value_fails():
    with pytest.raises(AssertionError):
        given.facts(make.ingested()).then_row(alerts, status="resolved")


def test_no_row_fails():
    with pytest.raises(ValueError, match="not enough values"):
        given.facts(make.created()).then_row(alerts)


def test_two_rows_fail():
    with pytest.raises(ValueError, match="too many values"):
        given.facts(make.ingested("a"), make.ingested("b")).then_row(alerts)


def test_facts_given_to_one_test_are_not_given_to_the_next():
    given.facts(make.ingested())

    assert given.rows(alerts) == []
