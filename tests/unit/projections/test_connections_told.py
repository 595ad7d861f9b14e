"""A timeline says what of the catalog brought alerts into the incident."""

from shared.domain.incident.values import JoinedThrough, ServiceEdge
from shared.projections.incident_timeline.timeline_text import text_of_incident
from tests.support.facts import correlated


def joined(*edges: tuple[str, str]):
    told = tuple(ServiceEdge(dependent=one, dependency=other) for one, other in edges)
    through = JoinedThrough(service="web", incident_service="payments", edges=told)
    fact = correlated("i", ("a", "b"))
    return fact.model_copy(update={"correlation": fact.correlation.model_copy(update={"through": through})})


def test_alerts_joined_by_edges_say_which():
    told = text_of_incident(joined(("web", "checkout"), ("checkout", "payments")))
    assert told.text == "2 alerts joined because web depends on checkout, checkout depends on payments"
    assert told.details["through"]["edges"][0] == {"dependent": "web", "dependency": "checkout"}


def test_alerts_of_one_service_say_so_and_others_name_their_key():
    assert text_of_incident(joined()).text == "2 alerts joined because they are of web"
    assert text_of_incident(correlated()).text == "1 alerts joined by service=checkout"
