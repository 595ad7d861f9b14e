"""What Argo CD says of an application tells whether its change runs, who made it, and what it touched."""

from typing import Any

import pytest

from shared.diagnosis.snapshot import EvidenceGap
from shared.kernel.vocabulary import ResourceRef
from shared.processes.change_verification.look import ChangeLook
from shared.processes.change_verification.reading import look_at
from tests.support import manifests as k8s
from tests.support.changes import SHOP
from tests.support.recoveries import BAD, FIX, LATER, application

METADATA = {
    "revision": FIX,
    "author": "Ana <ana@example.com>",
    "date": "2026-11-23T03:00:00Z",
    "message": "Raise the pool (#42)\n\nIt was too small.",
}
RESULT = [
    {"kind": "Deployment", "namespace": "shop", "name": "web", "message": "deployment.apps/web configured"},
    {"kind": "Service", "namespace": "shop", "name": "web", "message": "service/web unchanged"},
]


def looked(*things: Any, **app: Any) -> ChangeLook:
    made = application(**app)
    made["revisionMetadata"] = METADATA
    made["status"]["operationState"]["syncResult"]["resources"] = RESULT
    made["spec"]["destination"] = {"name": "eu-1", "namespace": "shop"}
    return look_at(k8s.snapshot(made, *things), SHOP, FIX)


def test_a_change_that_runs_holds_and_is_told_with_its_commit():
    look = looked()

    assert look.holds
    assert look.commit is not None
    assert (look.commit.author, look.commit.pull_request) == ("Ana <ana@example.com>", "#42")
    assert f"{look.commit.written_at:%H:%M}" == "03:00"


def test_what_the_synchronisation_left_alone_was_not_touched():
    assert looked().touched == (ResourceRef(kind="Deployment", name="web", namespace="shop", cluster="eu-1"),)


def test_what_is_not_well_is_named_for_whoever_looks_into_it():
    part = {"kind": "Deployment", "namespace": "shop", "name": "web", "health": {"status": "Degraded"}}
    look = looked(health="Degraded", parts=(part,))

    assert not look.holds
    assert [each.name for each in look.unwell] == ["web"]
    assert "Degraded" in look.failing[0].seen


@pytest.mark.parametrize(
    ("message", "named"),
    [
        ("Merge pull request #7 from shop/pool", "#7"),
        ("Merged in pool (pull request #8)", "#8"),
        ("See merge request payments/shop!9", "payments/shop!9"),
        ("Fix issue 12", ""),
    ],
)
def test_the_request_that_a_message_names_is_found(message: str, named: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(METADATA, "message", message)
    commit = looked().commit

    assert commit is not None
    assert commit.pull_request == named


def test_the_metadata_of_another_commit_is_not_this_change():
    assert looked(revision=LATER, deployed=(BAD, FIX, LATER)).commit is not None
    made = application()
    made["revisionMetadata"] = {**METADATA, "revision": LATER}

    assert look_at(k8s.snapshot(made), SHOP, FIX).commit is None


def test_an_application_that_cannot_be_read_says_why():
    look = look_at(k8s.snapshot(EvidenceGap(wanted="Application shop", problem="forbidden")), SHOP, FIX)

    assert not look.holds
    assert "forbidden" in look.unread
    assert look.configured


def test_an_argo_cd_that_nobody_named_is_told_from_one_that_is_silent():
    nobody = EvidenceGap(wanted="everything of argocd", problem="not_configured")

    assert not look_at(k8s.snapshot(nobody), SHOP, FIX).configured
