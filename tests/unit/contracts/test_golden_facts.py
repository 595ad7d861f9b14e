"""Facts are read for ever: one kept event of every fact and schema version, read as it was meant."""

import json
from typing import Any, ClassVar

import pytest

from shared.adapters.cloudevents.codec import Codec
from shared.kernel.ids import IncidentId
from shared.kernel.message import Fact
from tests.support.golden import FOLDER, file_of
from tests.support.golden import KEPT as WRITTEN

KEPT = sorted(FOLDER.glob("*.json"))


@pytest.mark.parametrize("fact", WRITTEN, ids=lambda fact: fact.__name__)
def test_every_version_that_is_written_has_a_kept_event(fact: type[Fact]):
    assert file_of(fact).exists(), "make it with: python -m tests.support.golden"


@pytest.mark.parametrize("file", KEPT, ids=lambda file: file.stem)
def test_a_kept_event_reads_as_it_was_meant(file):
    kept = json.loads(file.read_text("utf-8"))
    read = Codec(WRITTEN).decode(kept["event"]).data
    assert json.loads(read.model_dump_json()) == kept["reads_as"]


class Renamed(Fact):
    """Test-only: 1.0.0 said ``name``, 1.1.0 ``title``, 1.2.0 also who said it."""

    aggregate_type: ClassVar[str] = "incident"
    id_field: ClassVar[str] = "incident_id"
    schema_version: ClassVar[str] = "1.2.0"

    incident_id: IncidentId
    title: str
    said_by: str

    @classmethod
    def upcast(cls, data: dict[str, Any], schema_version: str) -> dict[str, Any]:
        if schema_version == "1.0.0":
            data = {**data, "title": data["name"]}
        if schema_version in {"1.0.0", "1.1.0"}:
            data = {**data, "said_by": "human:unknown"}
        return data


@pytest.mark.parametrize(
    ("version", "data"),
    [
        ("1.0.0", {"name": "Checkout"}),
        ("1.1.0", {"title": "Checkout"}),
        ("1.2.0", {"title": "Checkout", "said_by": "human:unknown"}),
    ],
)
def test_an_old_shape_is_lifted_step_by_step(version, data):
    event = json.loads((FOLDER / "incident-resolved.1.0.0.json").read_text("utf-8"))["event"]
    incident_id = event["data"]["incident_id"]
    old = {
        **event,
        "type": "io.ameide.sre.fact.renamed.v1",
        "schemaversion": version,
        "data": {**data, "incident_id": incident_id},
    }
    read = Codec((Renamed,)).decode(old).data
    assert (read.title, read.said_by) == ("Checkout", "human:unknown")
