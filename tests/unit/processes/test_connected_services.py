"""Alerts of services that need each other are one incident, which says through which edges of the catalog."""

from collections.abc import Iterable

import pytest

from shared.domain.incident.intents import CorrelateAlertsToIncident, CreateIncident
from shared.domain.incident.values import JoinedThrough, ServiceEdge
from shared.domain.service.facts import ServiceCreated, ServiceDeleted, ServiceUpdated
from shared.domain.service.values import ServiceDefinition
from shared.kernel.ids import ServiceId
from shared.kernel.vocabulary import Severity
from shared.processes.alert_correlation.react import alert_correlation
from shared.processes.alert_correlation.service_graph import MOST_AROUND, MOST_SERVICES, ServiceGraph
from tests.support.facts import T0, ingested, named, uncorrelated
from tests.support.given_process import given_process
from tests.support.incident_facts import rule_put

#: web → checkout → payments → ledger; web → search → index.
NEEDS = {
    "web": ("checkout", "search"),
    "checkout": ("payments",),
    "payments": ("ledger",),
    "ledger": (),
    "search": ("index",),
    "index": (),
}


def created(slug: str, needs: Iterable[str] = ()) -> ServiceCreated:
    return ServiceCreated(
        service_id=ServiceId(named(slug)),
        slug=slug,
        definition=defined(slug, needs),
        origin=None,
        created_by="human:ana",
    )


def defined(slug: str, needs: Iterable[str]) -> ServiceDefinition:
    return ServiceDefinition(name=slug.title(), dependencies=tuple(ServiceId(named(one)) for one in needs))


def fires(service: str, **changes):
    labels = {"service": service, "namespace": "shop", "cluster": "eu-1"} | changes.pop("labels", {})
    return ingested(changes.pop("alert", service), labels=labels, **changes)


def company():
    return given_process(alert_correlation).given(*(created(slug, needs) for slug, needs in NEEDS.items()))


def through(world):
    return world.intent(CorrelateAlertsToIncident).correlation.through


def joins(world):
    """Nothing was opened, and the alert went into an incident."""
    world.then_asks(CorrelateAlertsToIncident)
    return True


def opens(world):
    world.then_asks(CreateIncident, CorrelateAlertsToIncident)
    return True


def test_what_needs_an_ill_service_joins_its_incident_and_says_why():
    world = company().given(fires("payments")).when(fires("checkout"))
    assert joins(world)
    assert through(world) == JoinedThrough(
        service="checkout",
        incident_service="payments",
        edges=(ServiceEdge(dependent="checkout", dependency="payments"),),
    )


def test_the_cause_joins_what_it_has_caused_over_two_edges():
    world = company().given(fires("checkout")).when(fires("ledger"))
    assert joins(world)
    assert [(edge.dependent, edge.dependency) for edge in through(world).edges] == [
        ("payments", "ledger"),
        ("checkout", "payments"),
    ]


def test_three_edges_are_too_far():
    assert opens(company().given(fires("web")).when(fires("ledger")))


def test_two_that_only_one_other_needs_are_not_connected_by_it():
    assert opens(company().given(fires("checkout")).when(fires("search")))


def test_a_further_cause_of_what_is_explained_already_is_another_problem():
    assert opens(company().given(fires("checkout"), fires("web")).when(fires("search")))


def test_services_in_a_circle_explain_each_other():
    world = given_process(alert_correlation).given(created("a", ["b"]), created("b", ["a", "c"]), created("c"))
    assert joins(world.given(fires("a"), fires("b")).when(fires("c")))


def test_later_alerts_of_the_service_join_for_the_reason_it_came_by():
    world = company().given(fires("payments"), fires("checkout"))
    world.when(fires("checkout", alert="later", labels={"service": "", "deployment": "checkout"}))
    assert joins(world)
    assert through(world).incident_service == "payments"


def test_one_service_is_one_problem_whichever_labels_name_it():
    world = company().given(fires("payments"))
    pod = {"service": "", "pod": "payments-7d9c5b6f4-x2x9k"}
    assert joins(world.when(fires("payments", alert="pod", labels=pod)))
    assert through(world) == JoinedThrough(service="payments", incident_service="payments")


@pytest.mark.parametrize("elsewhere", [{"labels": {"cluster": "us-1"}}, {"environment_id": "test"}])
def test_nothing_is_joined_across_clusters_and_environments(elsewhere):
    world = company().given(fires("payments", environment_id="prod"))
    assert opens(world.when(fires("checkout", **({"environment_id": "prod"} | elsewhere))))


def test_who_does_not_say_where_it_is_may_join():
    world = company().given(fires("payments", environment_id="prod"))
    assert joins(world.when(fires("checkout", labels={"cluster": ""})))


def test_the_same_service_in_another_namespace_is_another_problem():
    pod = {"service": "", "pod": "payments-7d9c5b6f4-x2x9k", "namespace": "staging"}
    assert opens(company().given(fires("payments")).when(fires("payments", alert="pod", labels=pod)))


def test_the_nearest_one_is_joined():
    world = company().given(fires("ledger"), fires("web")).when(fires("payments"))
    assert through(world).incident_service == "ledger"


def test_outside_the_window_of_the_incident_nothing_joins():
    assert opens(company().given(fires("payments")).when(fires("checkout"), at=241))


def test_what_is_over_is_not_joined():
    world = company().given(fires("payments"))
    world.given(fires("payments", status="resolved", ends_at=T0), at=1).when_timers_fire(at=10)
    assert opens(world.when(fires("checkout"), at=11))


def test_an_alert_that_would_open_nothing_joins_nothing_through_the_catalog():
    company().given(fires("payments")).when(fires("checkout", severity=Severity.LOW)).then_nothing()


def test_one_that_a_person_took_out_does_not_come_back_through_the_catalog():
    world = company().given(fires("payments"), fires("checkout"))
    incident = world.states(f"alert:{named('checkout')}")[0].incident_id
    fact = uncorrelated("checkout").model_copy(update={"incident_id": incident})
    assert opens(world.given(fact).when(fires("checkout", severity=Severity.CRITICAL)))


def test_a_rule_decides_whether_the_catalog_is_asked():
    assert opens(company().given(rule_put(), fires("payments")).when(fires("checkout")))


def test_a_rule_of_depth_one_looks_one_edge_far():
    world = company().given(rule_put(dependency_depth=1), fires("ledger"))
    assert opens(world.when(fires("checkout")))
    assert joins(world.when(fires("payments")))


def test_the_catalog_counts_as_it_stands():
    world = company().given(fires("payments"))
    world.given(
        ServiceUpdated(
            service_id=ServiceId(named("checkout")),
            definition=defined("checkout", ()),
            origin=None,
            updated_by="human:ana",
        )
    )
    assert opens(world.when(fires("checkout")))


def test_a_service_that_is_gone_connects_nothing():
    gone = ServiceDeleted(service_id=ServiceId(named("payments")), reason=None, deleted_by="human:ana")
    assert opens(company().given(fires("ledger"), gone).when(fires("checkout")))


def test_without_a_catalog_labels_alone_decide():
    world = given_process(alert_correlation).given(fires("payments"))
    assert opens(world.when(fires("checkout")))


def test_an_alert_that_names_nothing_is_of_no_service_however_one_is_called():
    blank = created("blank").model_copy(update={"definition": ServiceDefinition(name=" ")})
    graph = ServiceGraph().told(blank)
    assert graph.service_of(ingested(labels={"alertname": "Watchdog"})) is None


def test_a_graph_has_no_more_services_than_it_may():
    graph = ServiceGraph()
    for number in range(MOST_SERVICES + 1):
        graph = graph.told(created(f"s{number}", ["s0"]))
    assert len(graph.services) == MOST_SERVICES
    assert len(graph.around(ServiceId(named("s0")), 2)) <= MOST_AROUND + 1
