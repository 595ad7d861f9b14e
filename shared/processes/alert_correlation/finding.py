"""Which instances an event concerns, beside the rules, on which the answers rest."""

from collections.abc import Iterator

from shared.domain.alert.facts import AlertFact, AlertIngested, AlertUncorrelated
from shared.domain.correlation_rule.facts import CorrelationRuleFact
from shared.domain.incident.facts import IncidentFact, IncidentsMerged
from shared.kernel.envelope import Envelope
from shared.processes.alert_correlation.rules import RULE_BOOK_ID, RuleBook
from shared.processes.alert_correlation.state import RULES, Correlating, Episode, key_association
from shared.processes.process import Event, Known

_NO_RULES = RuleBook()


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
    if isinstance(fact, AlertIngested) and fact.status == "firing":
        match = rule_book(known).match(fact)
        if match is not None:
            yield key_association(match.key)
    if isinstance(fact, IncidentFact):
        merged = fact.merged_ids if isinstance(fact, IncidentsMerged) else ()
        for incident_id in (fact.incident_id, *merged):
            yield f"incident:{incident_id}"
            for episode in episodes_holding(known, f"incident:{incident_id}"):
                yield key_association(episode.key)


def rule_book(known: Known[Correlating]) -> RuleBook:
    found = known.instance(RULE_BOOK_ID)
    return found if isinstance(found, RuleBook) else _NO_RULES


def episodes_holding(known: Known[Correlating], key: str) -> list[Episode]:
    return [state for state in known.holding(key) if isinstance(state, Episode)]
