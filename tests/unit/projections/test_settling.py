"""Whether a document's text has settled: what people write has at once, an incident once it was seen or ended."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest

from shared.domain.incident.facts import IncidentSeverityChanged
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import Severity
from shared.projections.knowledge_index.settling import settled_documents
from tests.support import facts as make
from tests.support import history_knowledge as written
from tests.support.facts import OTHER_TENANT, TENANT, Log, minutes, named
from tests.support.incident_facts import closed, resolved_by_hand, seen_by_hand

I = IncidentId(named("i"))  # noqa: E741 - as in the other tests of incidents
ENDS = (seen_by_hand(I, minutes(1)), resolved_by_hand(I, minutes(1)), closed(I, minutes(1)))
SEVERER = IncidentSeverityChanged(
    incident_id=I, previous=Severity.LOW, severity=Severity.HIGH, reason="worse", changed_by="human:ana"
)


def settled(*facts: Any) -> dict[UUID, bool]:
    log = Log()
    return dict(settled_documents([log.add(fact) for fact in facts]).get(TENANT, {}))


@pytest.mark.parametrize(
    "fact",
    [
        written.document_put("d"),
        written.document_removed("d"),
        written.runbook_created("d"),
        written.postmortem_published("d"),
    ],
    ids=lambda fact: type(fact).__name__,
)
def test_what_people_write_has_settled_at_once(fact: Any):
    assert settled(fact) == {named("d"): True}


def test_an_incident_that_grows_has_not_settled():
    assert settled(make.created("i")) == {named("i"): False}
    assert settled(make.created("i"), make.correlated("i"), make.correlated("i", ("b",))) == {named("i"): False}


@pytest.mark.parametrize("end", ENDS, ids=lambda fact: type(fact).__name__)
def test_an_incident_that_was_seen_or_has_ended_has_settled(end: Any):
    assert settled(make.created("i"), make.correlated("i"), end) == {named("i"): True}


def test_the_last_fact_decides_in_whatever_order_they_come():
    log = Log()
    facts: Sequence[Any] = [log.add(fact) for fact in (make.created("i"), ENDS[0], make.correlated("i"))]
    assert settled_documents(facts) == settled_documents(facts[::-1]) == {TENANT: {named("i"): False}}


def test_a_fact_that_changes_no_text_is_not_looked_at():
    assert settled(make.ingested("a"), SEVERER) == {}


def test_tenants_are_kept_apart():
    log = Log()
    facts = [log.add(make.created("i")), log.add(written.document_put("d"), tenant=OTHER_TENANT)]
    assert settled_documents(facts) == {TENANT: {named("i"): False}, OTHER_TENANT: {named("d"): True}}
