"""The language of process tests must fail when it should."""

import pytest

from shared.domain.incident.intents import CorrelateAlertsToIncident, CreateIncident, ResolveIncident
from shared.processes.alert_correlation.react import alert_correlation
from tests.support.facts import ingested
from tests.support.given_process import given_process


def opened():
    return given_process(alert_correlation).when(ingested())


def test_it_fails_when_more_is_asked_for_than_expected():
    with pytest.raises(AssertionError, match="asked for"):
        opened().then_asks(CreateIncident)


def test_it_fails_when_less_is_asked_for_than_expected():
    with pytest.raises(AssertionError, match="asked for"):
        opened().then_asks(CreateIncident, CorrelateAlertsToIncident, ResolveIncident)


def test_it_fails_when_the_order_differs():
    with pytest.raises(AssertionError, match="not for"):
        opened().then_asks(CorrelateAlertsToIncident, CreateIncident)


def test_it_fails_when_something_is_asked_for_and_nothing_expected():
    with pytest.raises(AssertionError, match="asked for"):
        opened().then_nothing()


def test_it_fails_when_the_content_differs():
    world = opened()
    create = world.intent(CreateIncident).model_copy(update={"title": "something else"})
    with pytest.raises(AssertionError, match="not for"):
        world.then_asks(create, CorrelateAlertsToIncident)


def test_it_fails_when_a_single_request_is_wanted_and_there_is_none():
    with pytest.raises(AssertionError, match="0 x ResolveIncident"):
        opened().intent(ResolveIncident)


def test_it_looks_at_the_last_step_only():
    opened().when(ingested("b", labels={"service": "checkout"})).then_asks(CorrelateAlertsToIncident)
