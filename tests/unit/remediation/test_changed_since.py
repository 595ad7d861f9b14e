"""What has changed since an incident began: by whom, as far as objects say it, and never by us."""

from dataclasses import replace
from datetime import timedelta

from shared.diagnosis.hypothesis import FaultKind
from shared.diagnosis.snapshot import EvidenceGap, Observed
from shared.remediation.changed_since import changed_since
from tests.support.remediation import BAD, BROKE, GOOD, NOW, application, cause, deployment, planned, snapshot

CRASH = cause(FaultKind.CRASH_LOOP, "exit_error")
PLAN = planned(CRASH, deployment(), application(automated={}))
OURS = "d" * 40
MINUTES_LATER = BROKE + timedelta(minutes=2)


def edited(by: str) -> Observed:
    found = deployment()
    writer = {"manager": by, "operation": "Update", "time": MINUTES_LATER.isoformat()}
    metadata = {**found.manifest["metadata"], "managedFields": [writer]}
    return replace(found, manifest={**found.manifest, "metadata": metadata})


def test_an_edit_by_kubectl_is_by_hand_and_named():
    (said,) = changed_since(snapshot(edited("kubectl-edit")), BROKE).by_hand
    assert said.startswith("Deployment shop/web was changed by kubectl-edit, ")


def test_an_edit_by_argo_cd_is_a_change_that_git_knows():
    found = changed_since(snapshot(edited("argocd-controller")), BROKE)
    assert (len(found.changes), found.by_hand) == (1, ())


def test_what_we_did_is_nobodys_elses_doing():
    deployed = ((GOOD, BROKE - timedelta(days=2)), (OURS, MINUTES_LATER))
    world = snapshot(edited("ameide-sre"), application(automated={}, deployed=deployed))
    assert changed_since(world, BROKE, ours=[OURS]).changes == ()


def test_what_was_synchronised_since_stands_beside_the_revision_that_the_plan_rested_on():
    theirs = "e" * 40
    deployed = ((GOOD, BROKE - timedelta(days=2)), (BAD, BROKE - timedelta(minutes=15)), (theirs, NOW))
    world = snapshot(deployment(), application(automated={}, deployed=deployed))
    found = changed_since(world, BROKE, plan=PLAN).changes
    assert found[0].startswith(f"Application argocd/shop synchronised to {theirs[:12]}, ")
    assert found[1] == f"Application argocd/shop: base commit was {BAD}, is {theirs}"


def test_what_was_before_it_began_is_no_change_and_what_could_not_be_read_is_told():
    gap = EvidenceGap(wanted="log of pod shop/web-0", problem="timeout")
    found = changed_since(replace(snapshot(edited("kubectl-edit")), gaps=(gap,)), NOW)
    assert (found.changes, found.unread) == ((), ("log of pod shop/web-0 (timeout)",))
