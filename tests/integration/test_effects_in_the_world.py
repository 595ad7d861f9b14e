"""Approved actions at the bundled world: real commits, a forge, Argo CD, a cluster, and a log of who did what."""

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from shared.bootstrap.effects import Effects, build_effects
from shared.bootstrap.evidence import build_evidence
from shared.diagnosis.diagnose import diagnose
from shared.kernel.ids import TenantId
from shared.kernel.vocabulary import ResourceRef
from shared.ports.evidence import Inquiry
from shared.remediation.actions import (
    Action,
    ArgoSync,
    ArgoTerminate,
    Cordon,
    DeleteObject,
    GitRevert,
    ResourceAction,
    RunRunbook,
    Uncordon,
    WriteNote,
)
from shared.remediation.outcome import EffectStatus
from shared.remediation.proposal import RemediationPlan
from shared.remediation.propose import propose
from tests.support.demo_world import WorldUnderTest, a_world, served, time_passes
from tests.support.orders import found, order_of, soon
from tests.support.patience import wait_until

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

TENANT = TenantId(UUID(int=1))
PRICING = ResourceRef(kind="Deployment", name="pricing", namespace="booking", cluster="north-1")


@pytest.fixture
def world(tmp_path, monkeypatch) -> Iterator[WorldUnderTest]:
    under_test = a_world(tmp_path, at=datetime.now(UTC) - timedelta(minutes=30))
    with served(under_test), time_passes(under_test):
        monkeypatch.setenv("SRE_EVIDENCE_TARGETS", str(under_test.places.evidence))
        monkeypatch.setenv("SRE_CODER_TARGETS", str(under_test.places.writing))
        monkeypatch.setenv("SRE_CODER_CACHE", str(tmp_path / "cache"))
        yield under_test


@pytest.fixture
def effects(world) -> Iterator[Effects]:
    with built() as effects:
        yield effects


@contextmanager
def built() -> Iterator[Effects]:
    effects = build_effects()
    try:
        yield effects
    finally:
        effects.close()


def plan_for(world: WorldUnderTest) -> RemediationPlan:
    """What triage would propose for the service that crashes."""
    now = world.clock.now()
    evidence = build_evidence()
    try:
        read = evidence.collect(Inquiry(resources=(PRICING,), from_at=now - timedelta(hours=6), to_at=now))
    finally:
        evidence.close()
    plan = propose(diagnose(read.snapshot), read.snapshot, now=now).plan
    assert plan is not None
    return plan


def writes(world: WorldUnderTest) -> list[tuple[str, str]]:
    """What was changed by us, dry runs left out."""
    ours = [each for each in world.audited() if each["user"] == "sre-coder" and not each["dry_run"]]
    return [(each["verb"], each["resource"]) for each in ours]


def carried_out(world: WorldUnderTest, effects: Effects, action: Action, **more):
    """Tried dry, done, done again and looked up: the outcome, which must be the same each time."""
    effector = effects.effectors[action.action]
    order = order_of(action, effect_id=uuid4(), begun_at=world.clock.now(), **more)
    assert effector.dry_run(order, soon()).problems == ()
    outcome = effector.perform(order, soon())
    for again in (effector.perform(order, soon()), found(effector, order)):
        assert (again.status, again.revision, again.undo) == (outcome.status, outcome.revision, outcome.undo)
    return outcome


def test_a_crash_loop_ends_by_a_revert_that_was_done_once(world, effects):
    plan = plan_for(world)
    (action,) = plan.actions
    assert isinstance(action, GitRevert)
    assert effects.preconditions.unmet(TENANT, plan, soon()) == ()
    order = order_of(action)
    told = [
        effects.effectors["git.revert"].dry_run(each, soon()).text
        for each in (order, order_of(action, effect_id=uuid4()))
    ]
    assert told[0] == told[1]
    outcome = carried_out(world, effects, action)
    assert (outcome.status, outcome.application) == (EffectStatus.SUCCEEDED, "pricing")
    assert writes(world) == [("open", "pulls"), ("merge", "pulls/1")]
    wait_until(lambda: world.ready() and all(world.ready()))
    unmet = effects.preconditions.unmet(TENANT, plan, soon())
    assert {each.precondition.what for each in unmet} == {"condition", "base_commit"}
    assert outcome.revision in {each.seen for each in unmet}


def test_the_undo_of_a_revert_brings_the_fault_back(world, effects):
    outcome = carried_out(world, effects, plan_for(world).actions[0])
    wait_until(lambda: world.ready() and all(world.ready()))
    assert carried_out(world, effects, outcome.undo).status is EffectStatus.SUCCEEDED
    wait_until(lambda: not any(world.ready()))


def test_a_sync_is_one_operation_of_argo_cd(world, effects):
    outcome = carried_out(world, effects, ArgoSync(application="pricing"))
    assert (outcome.status, outcome.revision) == (EffectStatus.SUCCEEDED, world.world.repository.head())
    assert writes(world) == [("sync", "applications/pricing")]


def test_a_sync_in_a_window_that_is_shut_fails_in_argo_cds_words(world, effects):
    world.world.argocd.controller.denied = True
    outcome = effects.effectors["argocd.sync"].perform(order_of(ArgoSync(application="pricing")), soon())
    assert (outcome.status, "sync window" in outcome.detail) == (EffectStatus.FAILED, True)


def test_nothing_is_ended_where_no_operation_is_under_way(world, effects):
    assert carried_out(world, effects, ArgoTerminate(application="pricing")).status is EffectStatus.SUCCEEDED
    assert writes(world) == []


def act(name: str, application: str | None, **parameters: str) -> ResourceAction:
    return ResourceAction(application=application, target=PRICING, name=name, parameters=parameters)


@pytest.mark.parametrize("application", ["pricing", None])
def test_a_restart_and_a_scale_are_done_once_by_argo_cd_or_at_the_cluster(world, effects, application):
    where = "applications/pricing" if application else "deployments/booking/pricing"
    verb = "action" if application else "patch"
    assert carried_out(world, effects, act("restart", application)).status is EffectStatus.SUCCEEDED
    assert writes(world) == [(verb, where)]


def test_a_node_is_cordoned_and_uncordoned(world, effects):
    node = ResourceRef(kind="Node", name="pier-a", cluster="north-1")
    outcome = carried_out(world, effects, Cordon(target=node))
    assert outcome.undo == Uncordon(target=node)
    assert carried_out(world, effects, outcome.undo).status is EffectStatus.SUCCEEDED
    assert writes(world) == [("patch", "nodes/pier-a")] * 2


def test_a_pod_is_deleted_once_and_made_anew(world, effects):
    pod = world.pods()[0]["metadata"]
    target = ResourceRef(kind="Pod", name=pod["name"], namespace="booking", cluster="north-1")
    assert carried_out(world, effects, DeleteObject(target=target, uid=pod["uid"])).status is EffectStatus.SUCCEEDED
    assert writes(world) == [("delete", f"pods/booking/{pod['name']}")]


def test_a_note_is_a_file_of_the_repository(world, effects):
    note = WriteNote(repository=world.world.repository.url, path="notes/1.md", title="A note", text="# A note\n")
    outcome = carried_out(world, effects, note)
    assert world.world.repository.files(outcome.revision or "", "notes") == {"notes/1.md": "# A note\n"}


def test_a_token_that_only_reads_is_told_so(world, monkeypatch, tmp_path):
    targets = json.loads(world.places.writing.read_text("utf-8"))
    for each, api in ((targets["clusters"][0], "cluster"), (targets["argocd"][0], "argocd")):
        each["token_file"] = str(world.places.tokens(api).reader)
    targets["repositories"][0]["token_file"] = str(world.places.tokens("forge").reader)
    reading = tmp_path / "reading.json"
    reading.write_text(json.dumps(targets), "utf-8")
    monkeypatch.setenv("SRE_CODER_TARGETS", str(reading))
    told = {}
    with built() as effects:
        for action in (ArgoSync(application="pricing"), act("restart", None), plan_for(world).actions[0]):
            told[action.action] = effects.effectors[action.action].perform(order_of(action), soon())
    assert {outcome.status for outcome in told.values()} == {EffectStatus.FAILED}
    assert "permission denied" in told["argocd.sync"].detail
    assert "forbidden" in told["argocd.resource_action"].detail
    assert "not accessible" in told["git.revert"].detail


def test_what_the_policy_does_not_name_is_refused_before_anybody_is_asked(world, effects):
    kept = ResourceRef(kind="PersistentVolumeClaim", name="data", namespace="booking", cluster="north-1")
    for action in (DeleteObject(target=kept, uid="1"), act("restart", "pricing").model_copy(update={"target": kept})):
        outcome = effects.effectors[action.action].perform(order_of(action), soon())
        assert (outcome.status, "never" in outcome.detail) == (EffectStatus.REFUSED, True)
    assert writes(world) == []
    assert RunRunbook.model_fields["action"].default not in effects.effectors


def test_what_cannot_be_read_again_does_not_hold(world, effects, monkeypatch):
    plan = plan_for(world)
    unmet = effects.preconditions.unmet(TENANT, plan, time.monotonic())
    assert [each.precondition for each in unmet] == list(plan.preconditions)
    assert all(each.seen for each in unmet)
    monkeypatch.setenv("SRE_EVIDENCE_TARGETS", "")
    with built() as blind:
        assert len(blind.preconditions.unmet(TENANT, plan, soon())) == len(plan.preconditions)


def test_without_a_file_of_targets_nothing_is_done(monkeypatch, world, effects):
    plan = plan_for(world)
    monkeypatch.setenv("SRE_CODER_TARGETS", "")
    with built() as nothing:
        outcome = nothing.effectors["git.revert"].perform(order_of(plan.actions[0]), soon())
    assert outcome.status is EffectStatus.REFUSED
    assert "argocd.sync" not in nothing.effectors
    assert writes(world) == []
