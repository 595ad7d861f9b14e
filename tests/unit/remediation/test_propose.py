"""A plan as a whole: what it rests on, how long it holds, and when there is none."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.diagnosis.hypothesis import Confidence, Diagnosis, FaultKind
from shared.diagnosis.variants import VARIANTS
from shared.kernel.vocabulary import RiskTier, ServiceTier
from shared.remediation.actions import Action, ArgoSync, Escalate, GitPatch, GitRevert, ResourceAction
from shared.remediation.answers import RULES
from shared.remediation.consequences import risk_of, undoing
from shared.remediation.known import Dependent
from shared.remediation.propose import EXPIRES_AFTER, MOST_CAUSES, propose
from shared.remediation.verification import mended
from tests.support.remediation import (
    BAD,
    NOW,
    REPOSITORY,
    application,
    cause,
    container,
    deployment,
    planned,
    proposed,
    ref,
    replaced,
    snapshot,
    thing,
    verbs,
)

CRASH = cause(FaultKind.CRASH_LOOP, "exit_error")


def test_a_plan_says_what_it_rests_on():
    plan = planned(CRASH, deployment(), application(automated={}))
    assert [(each.what, each.subject, each.expected) for each in plan.preconditions] == [
        ("condition", "Deployment shop/web", "crash_loop: exit_error"),
        ("base_commit", "Application argocd/shop", BAD),
        ("sync_window", "Application argocd/shop", "open for auto-sync"),
    ]
    assert plan.verify == (
        "restartCount of the pods of Deployment shop/web does not rise for the hold time",
        "Application argocd/shop is Synced at the planned revision and Healthy",
    )
    assert plan.rollback == (f"Revert the revert in {REPOSITORY}",)
    assert plan.summary == "git.revert for Deployment shop/web"


def test_a_sync_rests_on_the_revision_and_on_an_open_window():
    plan = planned(CRASH, deployment(), application())
    whats = [each.what for each in plan.preconditions]
    assert whats == ["condition", "application_revision", "sync_window", "base_commit"]


def test_a_target_is_what_it_was_read_as():
    patched = planned(CRASH, *replaced(container(image="web:2"), container(image="web:1")))
    assert ("generation", "7") in [(each.what, each.expected) for each in patched.preconditions]
    node = thing("Node", "n1", namespace="", metadata={"resourceVersion": "12"})
    cordoned = planned(cause(FaultKind.NODE, "not_ready", ref("Node", "n1", None)), node)
    assert ("resource_version", "12") in [(each.what, each.expected) for each in cordoned.preconditions]


def test_a_plan_expires():
    assert planned(CRASH, deployment(), application()).expires_at == NOW + timedelta(minutes=60) == NOW + EXPIRES_AFTER


def test_the_blast_radius_names_dependents_the_nearest_first():
    dependents = [
        Dependent(slug="mail", distance=3),
        Dependent(slug="checkout", distance=1, tier=ServiceTier.CRITICAL),
    ]
    assert planned(CRASH, deployment(), application(), dependents=dependents).blast_radius == (
        "checkout (critical) needs it directly",
        "mail needs it through 2 other services",
    )


def test_one_revert_mends_two_faults_that_one_revision_brought():
    probe = cause(FaultKind.PROBE, "readiness", ref("Deployment", "api"))
    owns = [{"kind": "Deployment", "namespace": "shop", "name": name} for name in ("web", "api")]
    proposal = proposed([CRASH, probe], deployment(), application(automated={}, owns=owns))
    assert verbs(proposal) == ["git.revert"]
    assert proposal.plan is not None
    assert len(proposal.plan.hypothesis_ids) == 2


def test_a_cause_without_an_answer_is_handed_over_beside_one_with():
    volume = cause(FaultKind.VOLUME, "claim_lost", ref("PersistentVolumeClaim", "data"))
    proposal = proposed([CRASH, volume], deployment(), application(automated={}))
    assert verbs(proposal) == ["git.revert", "escalate"]
    assert "Escalate PersistentVolumeClaim shop/data" in proposal.reason


def test_consequences_are_not_answered():
    consequence = cause(FaultKind.ROLLOUT_STUCK, "unavailable").model_copy(
        update={"consequence_of": CRASH.hypothesis_id, "hypothesis_id": "h-2"}
    )
    assert planned([CRASH, consequence], deployment(), application()).hypothesis_ids == (CRASH.hypothesis_id,)


def test_more_causes_than_a_person_can_check_are_left_for_the_next_plan():
    causes = [cause(FaultKind.VOLUME, subject=ref("PersistentVolumeClaim", f"data-{n}")) for n in range(8)]
    proposal = proposed(causes)
    assert proposal.plan is None
    assert proposal.reason.endswith(f"{8 - MOST_CAUSES} further causes are left for the next plan")


def test_a_diagnosis_that_is_only_possible_is_for_a_person_with_what_would_confirm_it():
    unsure = cause(FaultKind.CRASH_LOOP, confidence=Confidence.POSSIBLE).model_copy(
        update={"confirm": ("its log could be read",)}
    )
    proposal = proposed(unsure, deployment(), application())
    assert proposal.plan is None
    assert proposal.reason == (
        "Escalate: Deployment web is broken is possible and not sure. What would confirm it: its log could be read."
    )


def test_nothing_found_is_said_with_what_was_not_read():
    diagnosis = Diagnosis(missing=("previous log of pod shop/web-0",))
    proposal = propose(diagnosis, snapshot(), now=NOW)
    assert proposal.plan is None
    assert proposal.reason == (
        "Escalate: no fault that is known by name was found. Not read: previous log of pod shop/web-0."
    )


def test_what_argo_cd_lists_for_two_applications_is_not_taken_for_either():
    assert proposed(CRASH, deployment(), application(), application(name="copy")).plan is None


def test_an_application_that_was_read_from_argo_cd_and_from_its_cluster_is_one():
    uid = {"name": "shop", "uid": "u-1"}
    from_cluster, from_argo_cd = application(automated={}), application(automated={}, syncWindows={"canSync": True})
    for read in (from_cluster, from_argo_cd):
        read.manifest["metadata"].update(uid)
    twice = [from_cluster, replace(from_argo_cd, key=from_argo_cd.key._replace(cluster="argo"))]
    assert verbs(proposed(CRASH, deployment(), *twice)) == ["git.revert"]
    from_cluster.manifest["metadata"]["uid"] = "u-2"
    assert proposed(CRASH, deployment(), *twice).plan is None


def test_an_object_that_names_its_application_belongs_to_it():
    tracked = deployment()
    tracked.manifest["metadata"]["annotations"] = {"argocd.argoproj.io/tracking-id": "copy:apps/Deployment:shop/web"}
    (action, *_) = planned(CRASH, tracked, application(automated={}), application(name="copy", automated={})).actions
    assert isinstance(action, GitRevert)
    assert action.application == "copy"


def test_the_order_in_which_things_were_read_does_not_matter():
    objects = [*replaced(container(image="web:2"), container(image="web:1")), application(), thing("Node", "n1")]
    plans = set()
    for seed in range(10):
        random.Random(seed).shuffle(objects)
        plans.add(planned(CRASH, *objects).plan_hash)
    assert len(plans) == 1


@pytest.mark.parametrize("fault", FaultKind)
def test_every_form_of_a_fault_has_its_rule_and_no_rule_is_without_its_form(fault):
    assert set(RULES[fault]) <= {*VARIANTS[fault], ""}
    assert "" in RULES[fault]
    assert mended(fault, "Deployment shop/web")


@pytest.mark.parametrize(("fault", "variant"), [(fault, form) for fault, forms in VARIANTS.items() for form in forms])
def test_what_was_hardly_read_is_for_a_person(fault, variant):
    proposal = proposed(cause(fault, variant, ref("Thing", "x")))
    assert proposal.plan is None
    assert proposal.reason.startswith("Escalate Thing shop/x: ")


@pytest.mark.parametrize(
    ("action", "risk"),
    [
        (GitRevert(application="a", repository="r", revision="x"), RiskTier.LOW),
        (GitPatch(target=ref("Deployment", "web"), pointer="/spec/paused", before="1", after="2"), RiskTier.LOW),
        (ArgoSync(application="a"), RiskTier.LOW),
        (ArgoSync(application="a", revision="x"), RiskTier.HIGH),
        (Escalate(reason="x"), RiskTier.READ),
        *(
            (ResourceAction(target=ref("Deployment", "web"), name=name, parameters={}), risk)
            for name, risk in {
                "restart": RiskTier.LOW,
                "refresh": RiskTier.LOW,
                "scale": RiskTier.HIGH,
                "resume": RiskTier.HIGH,
                "pause": RiskTier.HIGH,
                "create-job": RiskTier.HIGH,
                "terminate": RiskTier.HIGH,
                "abort": RiskTier.HIGH,
            }.items()
        ),
    ],
)
def test_each_action_has_its_risk_and_a_way_to_undo_it(action: Action, risk: RiskTier):
    assert risk_of(action) is risk
    assert undoing(action)
