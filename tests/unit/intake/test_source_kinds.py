"""Every registered kind of source holds what its row promises."""

import json
import re

import pytest

from shared.bootstrap.source_kinds import SOURCE_KINDS, by_name
from shared.ports.webhook import SourceKind, UnexpectedPayload
from tests.support.intake import NOW, Intake, a_source

kinds = pytest.mark.parametrize("kind", SOURCE_KINDS, ids=lambda kind: kind.name)


@kinds
def test_its_example_is_taken_in_whole(kind: SourceKind):
    receipt = Intake().send(json.loads(kind.example.read_text("utf-8")), a_source(kind.name))
    assert (receipt.status, receipt.quarantined, len(receipt.message_ids) >= 1) == ("accepted", 0, True)


@kinds
def test_no_other_kind_takes_its_example_for_its_own(kind: SourceKind):
    for other in by_name(SOURCE_KINDS).keys() - {kind.name}:
        with pytest.raises(UnexpectedPayload):
            by_name(SOURCE_KINDS)[other].parse(kind.example.read_bytes(), a_source(other), NOW)


@kinds
def test_its_name_can_be_a_path_and_its_setup_is_said(kind: SourceKind):
    assert re.fullmatch(r"[a-z][a-z0-9-]{0,39}", kind.name)
    assert kind.title
    assert kind.setup.endswith(".")
