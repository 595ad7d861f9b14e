"""Another system's events about its backlog, read with patience and never guessed at."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from shared.adapters.cloudevents.codec import Unreadable
from shared.adapters.transformation.backlog_item import read_backlog_event
from shared.domain.knowledge_document.intents import PutKnowledgeDocument, RemoveKnowledgeDocument
from shared.domain.knowledge_document.values import DocumentKind, KnowledgeContent, Revision
from shared.kernel.ids import derive
from tests.support.transformation import TYPE, document_of, recorded, told

TENANT = UUID("00000000-0000-0000-0000-00000000000a")
NOW = datetime(2026, 3, 9, tzinfo=UTC)


def put(event: dict[str, Any]) -> PutKnowledgeDocument:
    envelope = read_backlog_event(event, NOW)
    assert envelope is not None
    assert isinstance(envelope.data, PutKnowledgeDocument)
    return envelope.data


def content(**fields: Any) -> KnowledgeContent:
    return put(told("changed", 1, **fields)).content


def test_a_created_item_becomes_a_document():
    envelope = read_backlog_event(recorded("created"), NOW)
    assert envelope is not None
    assert envelope.data == PutKnowledgeDocument(
        document_id=document_of(TENANT, "pay-12"),
        slug="backlog/pay-12",
        content=KnowledgeContent(
            kind=DocumentKind.BACKLOG_ITEM,
            title="Retry the payment provider",
            body="A 503 of the provider fails the checkout at once.\n\n- try three times",
            status="In progress",
            application="checkout",
            tags=("payments", "resilience"),
            url="https://backlog.example/PAY-12",
            origin="transformation:PAY-12",
        ),
        revision=Revision(number=1, at=datetime(2026, 3, 1, 11, 59, 58, tzinfo=UTC)),
    )
    assert envelope.message_id == derive(
        TENANT, "transformation", "/transformation/backlog", "b2f6a3a0-0a44-4a0e-9f0e-5f7f0b6f1c01"
    )
    assert (envelope.tenant_id, envelope.actor, envelope.producer) == (
        TENANT,
        "integration:transformation",
        "/sre/ingest_backlog",
    )
    assert envelope.occurred_at == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert envelope.correlation_id == UUID("b2f6a3a0-0a44-4a0e-9f0e-5f7f0b6f1c00")
    assert envelope.causation_id == UUID("b2f6a3a0-0a44-4a0e-9f0e-5f7f0b6f1c01")
    assert envelope.traceparent == "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_a_changed_item_brings_all_that_was_learned():
    changed = put(recorded("changed"))
    assert changed.document_id == document_of(TENANT, "pay-12")
    assert changed.revision == Revision(number=2, at=datetime(2026, 3, 2, 10, 59, 58, tzinfo=UTC))
    assert changed.content == KnowledgeContent(
        kind=DocumentKind.BACKLOG_ITEM,
        title="Retry the payment provider",
        body="Three tries, then a message to the buyer.",
        status="Done",
        environment="production",
        application="checkout",
        symptom="5xx from checkout",
        root_cause="no retry",
        fix="retry with back-off",
        verification="no 5xx for a day",
        verified=True,
        tags=("payments", "resilience"),
        origin="transformation:PAY-12",
    )


@pytest.mark.parametrize("data", [{}, None, "", {"id": "PAY-12"}])
def test_a_removed_item_needs_no_more_than_its_name(data: Any):
    envelope = read_backlog_event(recorded("removed", data=data), NOW)
    assert envelope is not None
    assert envelope.data == RemoveKnowledgeDocument(
        document_id=document_of(TENANT, "pay-12"),
        reason="it was removed from the backlog",
        revision=Revision(number=3, at=datetime(2026, 3, 3, 12, tzinfo=UTC)),
        gone_from="transformation:PAY-12",
    )


@pytest.mark.parametrize(
    "kind",
    [
        "io.ameide.transformation.fact.capability-defined.v1",
        TYPE.format("created").replace(".v1", ".v2"),
        TYPE.format("estimated"),
        f"{TYPE.format('created')}.x",
        "",
        None,
        7,
    ],
)
def test_another_kind_of_event_is_not_ours(kind: Any):
    assert read_backlog_event(recorded("created", type=kind), NOW) is None


@pytest.mark.parametrize("what", ["created", "changed", "updated"])
def test_whatever_it_is_called_the_item_is_put(what: str):
    assert put(recorded("created", type=TYPE.format(what))).slug == "backlog/pay-12"


def test_a_tenant_in_the_data_is_nobody():
    event = told("changed", 1, tenant_id=str(UUID(int=66)), tenantid=str(UUID(int=66)))
    envelope = read_backlog_event(event, NOW)
    assert envelope is not None
    assert envelope.tenant_id == TENANT


def test_the_same_event_is_the_same_request_whenever_it_comes():
    event = told("changed", 1)
    first, again = (read_backlog_event(event, at) for at in (NOW, datetime(2026, 4, 1, tzinfo=UTC)))
    assert first == again


def test_an_item_without_a_number_is_as_new_as_it_says_or_as_its_event():
    said = put(told("changed", None, updated_at="2026-02-01 10:00"))
    assert said.revision == Revision(at=datetime(2026, 2, 1, 10, tzinfo=UTC))
    assert put(told("changed", None)).revision == Revision(at=datetime(2026, 3, 1, 12, tzinfo=UTC))


def test_what_is_too_long_is_cut_and_says_so():
    cut = content(title="t" * 600, body="b" * 100_001, status="s" * 301, url="https://e.example/" + "u" * 4000)
    assert (len(cut.title), len(cut.body), len(cut.status), cut.url) == (500, 100_000, 300, None)
    assert cut.title.endswith("t…")
    assert cut.body.endswith("b\n\n[…the rest is where it comes from]")
    assert content(tags=["t" * 101, *map(str, range(60))]).tags == tuple(map(str, range(50)))


@pytest.mark.parametrize(
    "fields",
    [
        {"body": {"type": "doc"}, "status": 3, "tags": {"a": 1}, "url": "javascript:alert(1)", "verified": "yes"},
        {"body": None, "status": None, "tags": [None, 4, {"id": 1}], "url": None, "occurred_at": None},
    ],
)
def test_what_has_another_form_is_left_out(fields: dict[str, Any]):
    left = content(**fields)
    assert (left.body, left.status, left.tags, left.url, left.verified) == ("", "", (), None, False)


def test_items_whose_names_differ_are_two_documents():
    names = ["PAY-1", "PAY 1!", "事故", "障害", "x" * 300, "x" * 299 + "y"]
    slugs = [put(told("created", 1, item=name)).slug for name in names]
    assert slugs[0] == "backlog/pay-1"
    assert len(set(slugs)) == len(names)
    assert put(told("created", 1, item=4711)).slug == "backlog/4711"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (recorded("created", tenantid="acme"), "attribute tenantid is not a UUID"),
        (recorded("created", source=""), "attribute source is missing"),
        (recorded("created", id=7), "attribute id is missing"),
        (recorded("created", time="yesterday"), "attribute time is not a time"),
        (recorded("created", data=[1]), "data is not an object"),
        (recorded("created", subject=None, data={"title": "t", "version": 1}), "it does not name its item"),
        (told("created", 1, item="x" * 301), "it does not name its item"),
        (told("changed", 2, title=""), "the item has no title"),
        (told("changed", -1), "the item's version is not a number"),
        (told("changed", 2**63), "the item's version is not a number"),
        (told("changed", True), "the item's version is not a number"),
        (told("changed", 1, updated_at="soon"), "one of the item's times is not a time"),
        (told("changed", 1, updated_at="0001-01-01T00:00:00+14:00"), "one of the item's times is not a time"),
        (told("changed", None) | {"time": None}, "neither its version nor when it changed"),
    ],
)
def test_what_cannot_be_read_says_why(event: dict[str, Any], reason: str):
    with pytest.raises(Unreadable, match=reason):
        read_backlog_event(event, NOW)


def test_odd_but_lawful_text_is_kept():
    assert content(body="nul\x00 back\\slash \u202e").body == "nul\x00 back\\slash \u202e"
