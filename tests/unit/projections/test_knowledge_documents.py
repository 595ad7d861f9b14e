"""How what happened becomes a document of the index."""

from datetime import timedelta

from shared.domain.incident.facts import IncidentResolved, IncidentStatusChanged, IncidentTimelineEntryAdded
from shared.domain.incident.values import EntryKind, TimelineEntry
from shared.domain.postmortem.values import PostmortemStatus
from shared.domain.runbook.values import ExecutionOutcome
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import IncidentStatus, ResourceRef
from shared.projections.knowledge_index.document import DocumentRow, chunks, units
from shared.projections.knowledge_index.projection import documents, knowledge_index
from tests.support import facts as make
from tests.support import history_knowledge as written
from tests.support.facts import T0, minutes, named
from tests.support.given_projection import GivenProjection

given = GivenProjection(knowledge_index)


def row(*facts) -> DocumentRow:
    (found,) = given.facts(*facts).rows(documents)
    return found


def noted(text: str, number: int = 0, kind: EntryKind = EntryKind.NOTE) -> IncidentTimelineEntryAdded:
    entry = TimelineEntry(entry_id=named(f"e{number}"), kind=kind, text=text, occurred_at=minutes(number))
    return IncidentTimelineEntryAdded(incident_id=IncidentId(named("i")), entry=entry, added_by="human:ana")


def resolved(summary: str) -> IncidentResolved:
    return IncidentResolved(
        incident_id=IncidentId(named("i")),
        previous=IncidentStatus.OPEN,
        summary=summary,
        resolved_by="human:ana",
        resolved_at=minutes(9),
        approval_id=None,
    )


def test_an_incident_tells_what_was_seen_noted_and_done_in_that_order():
    resource = ResourceRef(kind="deployment", name="checkout", namespace="shop", environment="production")
    found = row(
        make.created(description="Customers see errors", affected_resources=(resource,)),
        make.correlated(),
        noted("Rolled back"),
        noted("Call at noon?", 1, EntryKind.COMMS),
        resolved("The old version works"),
    )

    assert [(each["heading"], each["text"]) for each in found.sections] == [
        ("Seen", "service=checkout"),
        ("", "Customers see errors"),
        ("Note", "Rolled back"),
        ("Resolution", "The old version works"),
    ]
    assert (found.ref, found.status, found.succeeded) == ("INC-1", "resolved", 1)
    assert found.context == "environment: production, namespace: shop, resource: deployment/checkout"


def test_a_reopened_incident_was_not_solved():
    reopened = IncidentStatusChanged(
        incident_id=IncidentId(named("i")),
        previous=IncidentStatus.RESOLVED,
        status=IncidentStatus.INVESTIGATING,
        changed_by="human:ana",
        changed_at=minutes(10),
        reason="again",
    )
    found = row(make.created(), resolved("done"), reopened)

    assert (found.status, found.succeeded) == ("investigating", 0)


def test_of_a_long_incident_the_beginning_and_the_end_are_told():
    found = row(make.created(), *(noted(f"step {number}", number) for number in range(100)))
    notes = [each["text"] for each in found.sections if each["heading"] == "Note"]

    assert (len(notes), notes[0], notes[-1]) == (30, "step 0", "step 99")


def test_only_a_published_postmortem_teaches():
    assert not row(written.postmortem_created(title="P", summary="s")).searchable
    assert row(written.postmortem_created(), written.postmortem_published(summary="s")).searchable
    back = written.postmortem_updated(status=PostmortemStatus.DRAFT)
    assert chunks(row(written.postmortem_created(), written.postmortem_published(summary="s"), back)) == []


def test_a_runbook_is_found_by_the_alerts_that_call_for_it_and_counts_its_runs():
    found = row(
        written.runbook_created(title="Free the disk", trigger_conditions=('alertname="DiskFull"',)),
        written.execution_completed(outcome=ExecutionOutcome.SUCCEEDED, step=1),
        written.execution_completed(outcome=ExecutionOutcome.FAILED, step=2),
        written.execution_completed(outcome=ExecutionOutcome.SUCCEEDED, step=3),
    )

    assert found.names == ("DiskFull",)
    assert "'=diskfull':" in units(found)[0].terms
    assert (found.succeeded, found.failed) == (2, 1)


def test_a_new_text_of_a_runbook_keeps_how_often_it_worked():
    found = row(written.runbook_created(), written.execution_completed(step=1), written.runbook_updated(title="Better"))

    assert (found.title, found.succeeded, found.occurred_at) == ("Better", 1, T0)


def test_a_note_says_where_and_what_and_a_removed_one_nothing():
    put = written.document_put(
        title="Checkout 5xx",
        environment="production",
        application="checkout",
        symptom="502 from the gateway",
        fix="Restarted it",
        verified=True,
        occurred_at=T0 - timedelta(days=40),
    )

    found = row(put)

    assert found.context == "environment: production, application: checkout"
    assert [each["heading"] for each in found.sections] == ["Symptom", "Fix"]
    assert (found.succeeded, found.occurred_at) == (1, T0 - timedelta(days=40))
    removed = row(put, written.document_removed())
    assert (removed.status, chunks(removed)) == ("removed", [])
    assert row(put, written.document_removed(), written.document_put(version=2, title="Back")).searchable
