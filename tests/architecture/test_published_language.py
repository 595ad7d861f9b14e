"""The published language is the contract's, word by word, and the writer knows all of it."""

from datetime import timedelta
from pathlib import Path

from shared.domain.alert.aggregate import sighting_of_alert
from shared.domain.published import FACTS, INTENTS
from shared.domain.registry import AGGREGATES, AGGREGATES_BY_TYPE
from shared.kernel.aggregate import Sighting
from shared.kernel.wire import wire_name, wire_type
from shared.processes.published import PROCESS_FACTS
from tests.support.alerts import sighted
from tests.support.given import NOON, after
from tests.support.incidents import acknowledge
from tests.support.language import messages, process_facts

DOMAIN = Path(__file__).parents[2] / "shared" / "domain"

CONTRACT = messages()


def test_every_intent_and_fact_of_the_contract_is_published_and_no_other():
    assert sorted(map(wire_name, INTENTS)) == sorted(name for intents, _ in CONTRACT.values() for name in intents)
    assert sorted(map(wire_name, FACTS)) == sorted(name for _, facts in CONTRACT.values() for name in facts)


def test_every_process_fact_of_the_contract_is_published_and_no_other():
    said: dict[str, set[str]] = {}
    for fact in PROCESS_FACTS:
        said.setdefault(fact.aggregate_type, set()).add(wire_name(fact))
    assert said == process_facts()


def test_no_two_messages_share_a_type():
    types = [wire_type(message) for message in (*INTENTS, *FACTS, *PROCESS_FACTS)]
    assert len(set(types)) == len(types)


def test_the_writer_knows_each_aggregate_with_its_intents_and_facts():
    known = {
        aggregate.name: (set(map(wire_name, aggregate.intents)), set(map(wire_name, aggregate.facts)))
        for aggregate in AGGREGATES
    }
    assert known == CONTRACT
    assert list(AGGREGATES_BY_TYPE) == [aggregate.name for aggregate in AGGREGATES]


def test_a_message_names_the_aggregate_that_it_is_registered_with():
    for aggregate in AGGREGATES:
        for message in (*aggregate.intents, *aggregate.facts):
            assert message.aggregate_type == aggregate.name
            assert message.id_field in message.model_fields


def test_only_incidents_have_numbers_for_people():
    numbered = {aggregate.name: (aggregate.numbered_by, aggregate.counter) for aggregate in AGGREGATES}
    drawing = {name: (by.__name__, counter) for name, (by, counter) in numbered.items() if by is not None}
    assert drawing == {"incident": ("CreateIncident", "incident")}
    assert {counter for by, counter in numbered.values() if by is None} == {""}


def test_what_is_volatile_is_a_field_of_the_intent():
    for intent in INTENTS:
        assert intent.volatile <= intent.model_fields.keys()


def test_a_firing_alert_is_expected_again_and_a_resolved_one_is_not():
    firing = sighted(received_at=after(1), stale_after_s=600)
    assert sighting_of_alert(firing) == Sighting(after(1), after(11), {"summary": "5xx above 5 %"})
    assert sighting_of_alert(sighted("resolved", annotations={})) == Sighting(NOON, None)
    endless = sighting_of_alert(sighted(stale_after_s=10**15))
    assert endless is not None
    assert endless.expected_by == NOON + timedelta(days=36_500)
    assert sighting_of_alert(acknowledge) is None
    assert AGGREGATES_BY_TYPE["alert"].sighting is sighting_of_alert


def test_a_published_message_is_described_by_its_own_file_only():
    """Deciders and states are private: what is published never imports them."""
    published = [path for path in DOMAIN.glob("*/*.py") if path.name in {"intents.py", "facts.py", "values.py"}]
    assert len(published) == 3 * len(AGGREGATES)
    for path in published:
        text = path.read_text()
        assert ".state" not in text, path
        assert ".decide" not in text, path
