"""What was changed shortly before it broke is taken back: by a rollback, a revert, or the values of before."""

from datetime import timedelta

import pytest

from shared.diagnosis.hypothesis import FaultKind
from shared.remediation.actions import ArgoSync, GitPatch, GitRevert
from tests.support.remediation import (
    BAD,
    BROKE,
    GOOD,
    REPOSITORY,
    application,
    cause,
    container,
    deployment,
    planned,
    proposed,
    ref,
    replaced,
    verbs,
)

CRASH = cause(FaultKind.CRASH_LOOP, "exit_error")
REVERT = GitRevert(application="shop", repository=REPOSITORY, revision=BAD, back_to=GOOD)


def test_a_revision_deployed_shortly_before_is_reverted_and_auto_sync_takes_the_commit_up():
    proposal = proposed(CRASH, deployment(), application(automated={"selfHeal": True}))
    assert proposal.plan is not None
    assert proposal.plan.actions == (REVERT,)
    assert "was deployed 15 min before it broke" in proposal.reason
    assert proposal.gates == (
        "rollback closed: Application argocd/shop has auto-sync on, which refuses any revision but the target's",
    )


def test_without_auto_sync_the_earlier_revision_is_synchronised_and_a_commit_keeps_it_so():
    assert planned(CRASH, deployment(), application()).actions == (
        ArgoSync(application="shop", revision=GOOD),
        REVERT,
    )


def test_while_an_operation_runs_no_other_sync_is_asked_for():
    running = application(operation={"phase": "Running", "message": "waiting for healthy state"})
    proposal = proposed(CRASH, deployment(), running)
    assert verbs(proposal) == ["git.revert"]
    assert proposal.gates[0] == "sync closed: Application argocd/shop has an operation that has not ended"


def test_auto_sync_that_is_switched_off_by_its_own_field_is_off():
    assert verbs(proposed(CRASH, deployment(), application(automated={"enabled": False}))) == [
        "argocd.sync",
        "git.revert",
    ]


def test_a_revision_that_is_old_is_not_the_cause():
    old = application(deployed=((GOOD, BROKE - timedelta(days=9)), (BAD, BROKE - timedelta(days=2))))
    proposal = proposed(CRASH, deployment(), old)
    assert proposal.plan is None
    assert proposal.reason.startswith("Escalate Deployment shop/web: its log says why it ends")
    assert "long before it broke" in proposal.gates[0]


def test_a_revision_deployed_after_it_broke_is_not_the_cause():
    later = application(deployed=((GOOD, BROKE - timedelta(days=9)), (BAD, BROKE + timedelta(minutes=6))))
    proposal = proposed(CRASH, deployment(), later)
    assert proposal.plan is None
    assert "got its revision after it broke" in proposal.gates[0]


def test_synchronising_the_same_revision_again_is_no_change():
    again = application(
        deployed=(
            (GOOD, BROKE - timedelta(days=9)),
            (BAD, BROKE - timedelta(days=2)),
            (BAD, BROKE - timedelta(hours=1)),
        )
    )
    assert proposed(CRASH, deployment(), again).plan is None


def test_an_application_without_an_earlier_revision_has_nothing_to_go_back_to():
    proposal = proposed(CRASH, deployment(), application(deployed=((BAD, BROKE),)))
    assert proposal.plan is None
    assert "has no earlier revision" in proposal.gates[0]


def test_of_several_sources_the_one_that_changed_is_reverted():
    app = application()
    app.manifest["spec"]["sources"] = [
        {"repoURL": "https://charts.example", "chart": "web", "targetRevision": "1.0.0"},
        {"repoURL": REPOSITORY, "targetRevision": "main"},
    ]
    history = app.manifest["status"]["history"]
    history[0] = {"revisions": ["1.0.0", GOOD], "deployedAt": history[0]["deployedAt"]}
    history[1] = {"revisions": ["1.0.0", BAD], "deployedAt": history[1]["deployedAt"]}
    proposal = proposed(CRASH, deployment(), app)
    assert verbs(proposal) == ["git.revert", "argocd.sync"]
    assert "2 sources" in proposal.gates[0]
    history[1]["revisions"] = ["1.1.0", BAD]
    assert proposed(CRASH, deployment(), app).plan is None


def test_of_a_chart_the_version_is_set_back_where_the_application_names_it():
    chart = {"repoURL": "https://charts.example", "chart": "web", "targetRevision": "2.0.0"}
    deployed = (("1.9.0", BROKE - timedelta(days=1)), ("2.0.0", BROKE - timedelta(minutes=5)))
    plan = planned(CRASH, deployment(), application(source=chart, deployed=deployed, automated={}))
    (patch,) = plan.actions
    assert isinstance(patch, GitPatch)
    assert (patch.target.kind, patch.pointer, patch.before, patch.after) == (
        "Application",
        "/spec/source/targetRevision",
        '"2.0.0"',
        '"1.9.0"',
    )


def test_without_argo_cd_the_pod_template_of_before_is_put_back_and_a_person_says_where():
    plan = planned(CRASH, *replaced(container(image="web:2"), container(image="web:1")))
    (patch,) = plan.actions
    assert isinstance(patch, GitPatch)
    assert patch.application is None
    assert (patch.pointer, patch.before, patch.after) == (
        "/spec/template/spec/containers/0/image",
        '"web:2"',
        '"web:1"',
    )


def test_the_template_is_put_back_only_if_all_that_changed_can_be():
    now, before = container(image="web:2", env=[{"name": "URL", "value": "y"}]), container(image="web:1")
    proposal = proposed(CRASH, *replaced(now, before))
    assert proposal.plan is None
    assert proposal.gates == (
        "revert closed: its pod template was replaced, in fields that cannot be put back from here",
    )


def test_a_template_that_was_replaced_long_ago_is_left_alone():
    objects = replaced(container(image="web:2"), container(image="web:1"), made=BROKE - timedelta(days=1))
    assert proposed(CRASH, *objects).plan is None


def test_what_was_changed_beside_git_is_put_back_by_a_sync_of_that_object():
    drifted = application(
        deployed=((BAD, BROKE - timedelta(days=5)),),
        owns=[{"kind": "Deployment", "namespace": "shop", "name": "web", "status": "OutOfSync"}],
    )
    plan = planned(CRASH, deployment(), drifted)
    assert plan.actions == (ArgoSync(application="shop", resources=(ref("Deployment", "web"),)),)


def test_credentials_in_a_repository_address_do_not_go_into_a_plan():
    source = {"repoURL": "https://user:hunter2@git.example/shop.git", "targetRevision": "main"}
    plan = planned(CRASH, deployment(), application(source=source))
    assert "hunter2" not in plan.model_dump_json()
    assert REPOSITORY in plan.model_dump_json()


@pytest.mark.parametrize(
    ("fault", "variant"),
    [
        (FaultKind.CRASH_LOOP, "crashed"),
        (FaultKind.IMAGE_PULL, "not_found"),
        (FaultKind.IMAGE_PULL, "invalid_name"),
        (FaultKind.OUT_OF_MEMORY, "step"),
        (FaultKind.PROBE, "liveness"),
        (FaultKind.CONFIG_MISSING, "config_map_key_absent"),
        (FaultKind.DNS, "corefile_invalid"),
        (FaultKind.ROLLOUT_STUCK, "deadline_exceeded"),
        (FaultKind.QUOTA, "unspecified"),
    ],
)
def test_faults_that_a_change_brings_are_answered_by_taking_it_back(fault, variant):
    assert verbs(proposed(cause(fault, variant), deployment(), application(automated={}))) == ["git.revert"]


def test_a_stateful_set_that_waits_for_a_pod_needs_a_person_after_the_revert():
    owns = [{"kind": "StatefulSet", "namespace": "shop", "name": "db"}]
    broken = cause(FaultKind.ROLLOUT_STUCK, "ordered_pod_blocks", ref("StatefulSet", "db"))
    assert verbs(proposed(broken, application(automated={}, owns=owns))) == ["git.revert", "escalate"]


def test_a_pending_pod_is_answered_by_a_revert_only_if_its_requests_changed():
    broken = cause(FaultKind.PENDING, "insufficient_cpu")
    more, less = (container(resources={"requests": {"cpu": cpu}}) for cpu in ("8", "1"))
    app = application(automated={})
    assert verbs(proposed(broken, *replaced(more, less), app)) == ["git.revert"]
    assert proposed(broken, *replaced(container(image="web:2"), container(image="web:1")), app).plan is None


def test_a_pod_that_fits_no_node_is_answered_by_a_revert_only_if_its_placement_changed():
    broken = cause(FaultKind.PENDING, "node_affinity")
    now, old, new = replaced(container(), container())
    now.manifest["spec"]["template"]["spec"]["nodeSelector"] = {"disk": "fast"}
    new.manifest["spec"]["template"]["spec"]["nodeSelector"] = {"disk": "fast"}
    plan = planned(broken, now, old, new)
    (patch,) = plan.actions
    assert isinstance(patch, GitPatch)
    assert (patch.pointer, patch.after) == ("/spec/template/spec/nodeSelector", "null")
    assert proposed(broken, *replaced(container(image="web:2"), container(image="web:1"))).plan is None
