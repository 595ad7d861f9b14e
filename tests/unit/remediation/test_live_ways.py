"""What is done to what runs: only where a gate leaves it open, and never anything that deletes."""

import pytest

from shared.diagnosis.hypothesis import FaultKind
from shared.diagnosis.variants import VARIANTS
from shared.remediation.actions import ArgoSync, ArgoTerminate, Cordon, GitPatch, ResourceAction
from tests.support.remediation import (
    BAD,
    BROKE,
    GOOD,
    application,
    cause,
    deployment,
    key,
    planned,
    proposed,
    ref,
    snapshot,
    thing,
    verbs,
)

MISSING_MAP = cause(
    FaultKind.CONFIG_MISSING, "config_map_absent", ref("ConfigMap", "web"), affected=[ref("Deployment", "web")]
)
MISSING_SECRET = cause(
    FaultKind.CONFIG_MISSING, "secret_absent", ref("Secret", "web"), affected=[ref("Deployment", "web")]
)
IDEMPOTENT = {"annotations": {"sre.ameide.io/idempotent": "true"}}


def owning(kind: str, name: str, status: str = "OutOfSync"):
    return {"kind": kind, "namespace": "shop", "name": name, "status": status}


def test_a_config_map_that_git_has_is_made_by_a_sync_of_it_alone():
    plan = planned(MISSING_MAP, deployment(), application(owns=[owning("ConfigMap", "web")]))
    assert plan.actions == (ArgoSync(application="shop", resources=(ref("ConfigMap", "web"),)),)


def test_an_application_that_says_healthy_while_a_part_of_it_is_missing_is_not_believed():
    app = application(owns=[owning("ConfigMap", "web")])
    app.manifest["status"]["health"] = {"status": "Healthy"}
    assert proposed(MISSING_MAP, deployment(), app).gates == (
        "Healthy proves nothing: Application argocd/shop has resources that are not as in git: 1",
    )


def test_a_config_map_that_no_application_has_is_for_a_person():
    proposal = proposed(MISSING_MAP, deployment())
    assert proposal.plan is None
    assert proposal.reason == "Escalate ConfigMap shop/web: the config map has to be made"


def test_a_secret_is_refreshed_by_what_makes_it():
    external = thing("ExternalSecret", "web-vault", spec={"target": {"name": "web"}})
    plan = planned(MISSING_SECRET, deployment(), external)
    assert plan.actions == (ResourceAction(target=ref("ExternalSecret", "web-vault"), name="refresh", parameters={}),)
    assert plan.risk == "low"


def test_an_external_secret_of_another_name_or_place_is_left_alone():
    others = (
        thing("ExternalSecret", "other"),
        thing("ExternalSecret", "web", namespace="elsewhere"),
    )
    assert proposed(MISSING_SECRET, deployment(), *others).plan is None


def test_a_pull_secret_is_refreshed_where_the_registry_refuses_the_credential():
    with_secret = deployment()
    with_secret.manifest["spec"]["template"]["spec"]["imagePullSecrets"] = [{"name": "registry"}]
    external = thing("ExternalSecret", "registry")
    broken = cause(FaultKind.IMAGE_PULL, "unauthorized")
    assert verbs(proposed(broken, with_secret, external)) == ["argocd.resource_action"]
    assert proposed(broken, deployment(), external).plan is None


def a_node(name: str, ready: str, **spec):
    return thing("Node", name, namespace="", spec=spec, status={"conditions": [{"type": "Ready", "status": ready}]})


NODE = cause(FaultKind.NODE, "not_ready", ref("Node", "n1", None), affected=[ref("Pod", "web-1")])


def test_one_node_that_is_not_ready_is_cordoned():
    plan = planned(NODE, a_node("n1", "False"), a_node("n2", "True"))
    assert plan.actions == (Cordon(target=ref("Node", "n1", None)),)
    assert plan.rollback == ("Uncordon Node n1",)


def test_several_nodes_share_a_cause_that_a_cordon_does_not_mend():
    proposal = proposed(NODE, a_node("n1", "False"), a_node("n2", "Unknown"))
    assert proposal.plan is None
    assert proposal.gates == ("cordon closed: 2 nodes are in trouble, so what they share is broken",)


def test_a_node_that_is_cordoned_already_is_for_a_person():
    assert proposed(NODE, a_node("n1", "False", unschedulable=True)).plan is None


APP = ref("Application", "shop", "argocd")
FAILED = {"phase": "Failed", "syncResult": {"revision": "c" * 40}}


def test_a_revision_that_cannot_be_applied_is_reverted_to_the_one_that_was():
    proposal = proposed(
        cause(FaultKind.SYNC_FAILED, "invalid_manifest", APP), application(automated={}, operation=FAILED)
    )
    assert verbs(proposal) == ["git.revert"]
    assert proposal.gates == (
        "auto-sync never retries cccccccccccc, which failed: it takes an explicit sync or a new commit",
    )


def test_a_revert_is_synchronised_by_hand_where_auto_sync_is_off():
    broken = cause(FaultKind.SYNC_FAILED, "immutable_field", APP)
    assert verbs(proposed(broken, application(operation=FAILED))) == ["git.revert", "argocd.sync"]


def test_a_failed_revision_that_was_applied_before_is_not_reverted():
    failed = {"phase": "Failed", "syncResult": {"revision": BAD}}
    broken = cause(FaultKind.SYNC_FAILED, "invalid_manifest", APP)
    assert proposed(broken, application(automated={}, operation=failed)).plan is None


def test_a_hook_is_run_again_only_if_it_says_so():
    hook = {"kind": "Job", "namespace": "shop", "name": "migrate", "hookPhase": "Failed"}
    failed = {"phase": "Failed", "syncResult": {"revision": BAD, "resources": [hook]}}
    broken = cause(FaultKind.SYNC_FAILED, "hook_failed", APP, affected=[ref("Job", "migrate")])
    app = application(automated={}, operation=failed)
    assert verbs(proposed(broken, app, thing("Job", "migrate", metadata=IDEMPOTENT))) == ["argocd.sync"]
    assert proposed(broken, app, thing("Job", "migrate")).plan is None


def test_a_stuck_operation_is_ended_and_asked_for_again():
    plan = planned(
        cause(FaultKind.SYNC_FAILED, "stuck", APP), application(operation={"phase": "Running", "message": "waiting"})
    )
    assert plan.actions == (ArgoTerminate(application="shop"), ArgoSync(application="shop"))
    assert plan.risk == "high"


def test_an_operation_that_waits_for_a_window_is_not_stuck():
    blocked = {"phase": "Running", "message": "Sync operation blocked by sync window"}
    proposal = proposed(cause(FaultKind.SYNC_FAILED, "stuck", APP), application(operation=blocked))
    assert proposal.plan is None
    assert "a sync window blocks its present operation" in proposal.gates[0]


def a_paused():
    return deployment(paused=True)


def test_a_paused_deployment_is_resumed_where_that_lasts():
    broken = cause(FaultKind.ROLLOUT_STUCK, "unavailable")
    (action,) = planned(broken, a_paused(), application(automated={})).actions
    assert isinstance(action, ResourceAction)
    assert (action.name, action.application) == ("resume", "shop")


def test_with_self_heal_only_a_commit_resumes_it():
    broken = cause(FaultKind.ROLLOUT_STUCK, "unavailable")
    proposal = proposed(broken, a_paused(), application(automated={"selfHeal": True}))
    assert proposal.plan is not None
    (patch,) = proposal.plan.actions
    assert isinstance(patch, GitPatch)
    assert (patch.pointer, patch.before, patch.after) == ("/spec/paused", "true", "false")
    assert proposal.gates == (
        "live change closed: Application argocd/shop has selfHeal on and takes it back within seconds",
    )


def test_an_argo_rollout_is_aborted():
    broken = cause(FaultKind.ROLLOUT_STUCK, "deadline_exceeded", ref("Rollout", "web"))
    assert planned(broken, thing("Rollout", "web")).actions == (
        ResourceAction(target=ref("Rollout", "web"), name="abort", parameters={}),
    )
    assert proposed(broken, thing("Rollout", "web", status={"abort": True})).plan is None


def test_a_job_is_made_again_only_if_its_cron_job_says_so():
    broken = cause(FaultKind.JOB_FAILED, "backoff_limit", ref("CronJob", "report"))
    (action,) = planned(broken, thing("CronJob", "report", metadata=IDEMPOTENT)).actions
    assert isinstance(action, ResourceAction)
    assert action.name == "create-job"
    assert proposed(broken, thing("CronJob", "report")).plan is None
    once = cause(FaultKind.JOB_FAILED, "backoff_limit", ref("Job", "report"))
    assert proposed(once, thing("Job", "report", metadata=IDEMPOTENT)).plan is None
    forbidden = cause(FaultKind.JOB_FAILED, "pod_failure_policy", ref("CronJob", "report"))
    assert proposed(forbidden, thing("CronJob", "report", metadata=IDEMPOTENT)).plan is None


def a_certificate(issuer: str):
    return thing("Certificate", "web", spec={"issuerRef": {"kind": "Issuer", "name": issuer}})


def an_issuer(name: str, ready: str = "True"):
    return thing("Issuer", name, status={"conditions": [{"type": "Ready", "status": ready}]})


CERTIFICATE = cause(FaultKind.CERTIFICATE, "issuer_wrong", ref("Certificate", "web"))


def test_a_certificate_that_names_no_issuer_is_given_those_that_exist_to_choose_from():
    (patch,) = planned(CERTIFICATE, a_certificate("ca-old"), an_issuer("ca-new"), an_issuer("ca-off", "False")).actions
    assert isinstance(patch, GitPatch)
    assert (patch.pointer, patch.before, patch.after, patch.bound) == (
        "/spec/issuerRef/name",
        '"ca-old"',
        "",
        "one that is ready: ca-new",
    )


def test_an_issuer_that_exists_is_the_one_to_mend():
    assert proposed(CERTIFICATE, a_certificate("ca"), an_issuer("ca", "False"), an_issuer("ca-new")).plan is None
    assert proposed(CERTIFICATE, a_certificate("ca-old")).plan is None


@pytest.mark.parametrize("variant", [*VARIANTS[FaultKind.VOLUME], ""])
def test_a_volume_is_always_for_a_person(variant):
    broken = cause(FaultKind.VOLUME, variant, ref("PersistentVolumeClaim", "data"), affected=[ref("Deployment", "web")])
    proposal = proposed(broken, deployment(), application())
    assert proposal.plan is None
    assert proposal.reason.startswith("Escalate PersistentVolumeClaim shop/data: data may be lost")


@pytest.mark.parametrize(
    ("fault", "variant"),
    [
        (FaultKind.IMAGE_PULL, "unreachable"),
        (FaultKind.IMAGE_PULL, "rate_limited"),
        (FaultKind.IMAGE_PULL, "no_space"),
        (FaultKind.PENDING, "cordoned"),
        (FaultKind.PENDING, "gated"),
        (FaultKind.PENDING, "volume"),
        (FaultKind.DNS, "servers_down"),
        (FaultKind.DNS, "external_only"),
        (FaultKind.CERTIFICATE, "expired"),
        (FaultKind.SYNC_FAILED, "window_closed"),
        (FaultKind.SYNC_FAILED, "forbidden"),
        (FaultKind.SYNC_FAILED, "comparison_failed"),
    ],
)
def test_faults_that_no_change_of_ours_mends_are_for_a_person_even_after_a_deploy(fault, variant):
    proposal = proposed(cause(fault, variant), deployment(), application(automated={}))
    assert proposal.plan is None
    assert proposal.reason.startswith("Escalate Deployment shop/web: ")


def test_an_absent_object_that_the_evidence_names_is_found_by_its_absence():
    broken = cause(FaultKind.CONFIG_MISSING, "config_map_absent", says='configmap "settings" not found')
    app = application(owns=[owning("ConfigMap", "settings", "Missing")], deployed=((GOOD, BROKE),))
    seen = snapshot(deployment(), app, absent={key("ConfigMap", "settings"): "read-2"})
    assert planned(broken, seen=seen).actions == (
        ArgoSync(application="shop", resources=(ref("ConfigMap", "settings"),)),
    )
