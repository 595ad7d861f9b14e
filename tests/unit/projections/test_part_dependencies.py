"""Parts are made again only when a field that they follow from has changed; those fields are named completely."""

from dataclasses import fields, replace
from typing import Any
from uuid import UUID

import pytest

from shared.projections.knowledge_index.document import DocumentRow, chunk
from tests.support.facts import minutes, named

ROW = DocumentRow(
    document_id=named("d"),
    kind="guide",
    ref="queue",
    title="Message queue",
    status="active",
    searchable=True,
    tags=("kafka",),
    service_ids=(named("s"),),
    context="environment: production",
    names=("ConsumerLag",),
    occurred_at=minutes(1),
    updated_at=minutes(2),
    sections=[{"heading": "Symptom", "text": "Consumers are slow."}],
    version=3,
)
OTHERS: dict[str, Any] = {
    "status": "closed",
    "succeeded": 1,
    "failed": 1,
    "tags": ("other",),
    "service_ids": (UUID(int=1),),
    "url": "https://docs.example/queue",
    "incident_id": UUID(int=2),
    "occurred_at": minutes(7),
    "updated_at": minutes(8),
    "version": 4,
}


def test_every_other_field_of_a_document_is_looked_at():
    assert {field.name for field in fields(DocumentRow)} == {"document_id", *OTHERS, *chunk.depends_on}


@pytest.mark.parametrize("name", OTHERS)
def test_chunks_follow_from_no_other_field(name: str):
    changed = replace(ROW, **{name: OTHERS[name]})
    assert chunk.of(changed) == chunk.of(ROW)
    assert not chunk.is_touched(ROW, changed)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "incident"},
        {"ref": "INC-1"},
        {"title": "Queue"},
        {"searchable": False},
        {"context": ""},
        {"names": ()},
        {"sections": []},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_field_that_chunks_follow_from_touches_them(change: dict[str, Any]):
    assert chunk.is_touched(ROW, replace(ROW, **change))


def test_a_row_as_the_store_gives_it_back_is_the_same():
    stored: dict[str, Any] = {"names": ["ConsumerLag"]}
    assert not chunk.is_touched(replace(ROW, **stored), ROW)


def test_a_new_row_has_new_parts():
    assert chunk.is_touched(None, ROW)
