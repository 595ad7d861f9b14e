"""Which instances an event concerns, beside the rules, on which the answers rest."""

from collections.abc import Iterator

from shared.domain.alert.facts import AlertFact, AlertIngested, AlertUncorrelated
from shared.domain.correlation_rule.facts import CorrelationRuleFact
from shared.domain.incident.facts import IncidentFact, IncidentsMerged
from shared.domain.service.facts import ServiceFact
from shared.kernel.envelope import Envelope
from shared.processes.alert_correlation.rules import RULE_BOOK_ID, RuleBook
from shared.processes.alert_correlation.service_graph import SERVICE_GRAPH_ID, ServiceGraph, service_key
from shared.processes.alert_correlation.state import RULES, SERVICES, Correlating, Episode, key_association
from shared.processes.process import Event, Known

_NO_RULES = RuleBook()
_NO_SERVICES = ServiceGraph()


def lookups(event: Event, known: Known[Correlating]) -> Iterator[str]:
    if not isinstance(event, Envelope):
        return
    fact = event.data
    if isinstance(fact, AlertFact):
        yield f"alert:{fact.alert_id}"
    if isinstance(fact, AlertUncorrelated):
        yield f"incident:{fact.incident_id}"
    if isinstance(fact, CorrelationRuleFact):
        yield from RULES
    if isinstance(fact, ServiceFact):
        yield from SERVICES
    if isinstance(fact, AlertIngested) and fact.status == "firing":
        yield from _where_it_may_belong(fact, known)
    if isinstance(fact, IncidentFact):
        merged = fact.merged_ids if isinstance(fact, IncidentsMerged) else ()
        for incident_id in (fact.incident_id, *merged):
            yield f"incident:{incident_id}"
            for episode in episodes_holding(known, f"incident:{incident_id}"):
                yield key_association(episode.key)


def rule_book(known: Known[Correlating]) -> RuleBook:
    found = known.instance(RULE_BOOK_ID)
    return found if isinstance(found, RuleBook) else _NO_RULES


def service_graph(known: Known[Correlating]) -> ServiceGraph:
    found = known.instance(SERVICE_GRAPH_ID)
    return found if isinstance(found, ServiceGraph) else _NO_SERVICES


def _where_it_may_belong(alert: AlertIngested, known: Known[Correlating]) -> Iterator[str]:
    match, graph = rule_book(known).match(alert), service_graph(known)
    if match is None:
        return
    yield key_association(match.key)
    depth = match.rule.definition.dependency_depth
    service = graph.service_of(alert) if depth else None
    if service is not None:
        yield from map(service_key, graph.around(service, depth))


def episodes_holding(known: Known[Correlating], key: str) -> list[Episode]:
    return [state for state in known.holding(key) if isinstance(state, Episode)]
