"""Whatever stands in a manifest, there is an answer, it is bounded, and it can be hashed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.diagnosis.diagnose import diagnose
from shared.diagnosis.snapshot import Observed, Snapshot
from shared.remediation.canonical import plan_hash_of
from shared.remediation.propose import propose
from tests.support import manifests as k8s
from tests.support.fault_examples import EXAMPLES, Example
from tests.support.remediation import BAD, GOOD, application

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.sampled_from(["", "x" * 3_000, "\x00", "\ud800", "٣", "~/", "{target}", "9" * 400, "-1", "1e99", "null"]),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=3), st.none(), max_size=2),
)


def with_application(example: Example) -> Snapshot:
    seen = example.snapshot
    owns = [
        {"kind": each.key.kind, "namespace": each.key.namespace, "name": each.key.name, "status": "OutOfSync"}
        for each in seen.objects
    ]
    deployed = ((GOOD, k8s.NOW - timedelta(days=2)), (BAD, k8s.NOW - timedelta(hours=2)))
    windows = {"canSync": False, "activeWindows": [{"kind": "deny", "schedule": "* * * * *", "duration": "1h"}]}
    app = application(owns=owns, deployed=deployed, syncWindows=windows)
    return replace(seen, objects=(*seen.objects, replace(app, key=app.key._replace(name="deployed"))))


def spoiled(value: Any, data: st.DataObject, chance: int) -> Any:
    """The same with something else at some places."""
    if data.draw(st.integers(0, chance)) == 0:
        return data.draw(ODD)
    if isinstance(value, Mapping):
        return {name: spoiled(each, data, chance) for name, each in value.items()}
    if isinstance(value, list):
        return [spoiled(each, data, chance) for each in value]
    return value


@pytest.mark.parametrize("number", range(0, len(EXAMPLES), 3))
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_no_manifest_ends_a_proposal(number: int, data: st.DataObject) -> None:
    whole = with_application(EXAMPLES[number])
    diagnosis = diagnose(whole)
    objects = [Observed(each.key, spoiled(each.manifest, data, 12) or {}, each.evidence_id) for each in whole.objects]
    objects = [each if isinstance(each.manifest, Mapping) else replace(each, manifest={}) for each in objects]
    proposal = propose(diagnosis, replace(whole, objects=objects), now=k8s.NOW)
    assert 0 < len(proposal.reason) <= 1_000
    if proposal.plan is not None:
        assert plan_hash_of(proposal.plan) == proposal.plan.plan_hash
        assert len(proposal.model_dump_json()) < 100_000
