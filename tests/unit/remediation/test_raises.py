"""Bounds are raised to a ceiling that was read, and no value is invented."""

import pytest

from shared.diagnosis.hypothesis import FaultKind
from shared.remediation.actions import GitPatch, ResizeInPlace
from shared.remediation.quantities import amount_of, doubled
from tests.support.remediation import (
    application,
    cause,
    container,
    deployment,
    killed_pod,
    planned,
    proposed,
    ref,
    thing,
    verbs,
)

KILLED = cause(FaultKind.OUT_OF_MEMORY, "growth", affected=[ref("Pod", "web-1")])
LIMITED = deployment("web", container(resources={"limits": {"memory": "512Mi"}}))


def autoscaler(memory: str):
    return thing(
        "VerticalPodAutoscaler",
        "web",
        spec={"targetRef": {"kind": "Deployment", "name": "web"}},
        status={
            "recommendation": {"containerRecommendations": [{"containerName": "web", "target": {"memory": memory}}]}
        },
    )


def node(version: str):
    return thing("Node", "n1", namespace="", status={"nodeInfo": {"kubeletVersion": version}})


def patch_of(*objects) -> GitPatch:
    patch = planned(KILLED, *objects).actions[-1]
    assert isinstance(patch, GitPatch)
    return patch


def test_a_memory_limit_may_be_doubled_and_a_person_chooses():
    patch = patch_of(LIMITED, killed_pod())
    assert (patch.pointer, patch.before, patch.after, patch.bound) == (
        "/spec/template/spec/containers/0/resources/limits/memory",
        '"512Mi"',
        "",
        "at most 1024Mi, twice the present limit",
    )


def test_a_limit_range_lowers_the_ceiling():
    limits = {"limits": [{"type": "Container", "max": {"memory": "768Mi"}}]}
    patch = patch_of(LIMITED, killed_pod(), thing("LimitRange", "sizes", spec=limits))
    assert patch.bound == "at most 768Mi, which LimitRange sizes allows a container"


def test_a_limit_range_of_another_namespace_says_nothing():
    limits = {"limits": [{"type": "Container", "max": {"memory": "768Mi"}}]}
    patch = patch_of(LIMITED, killed_pod(), thing("LimitRange", "sizes", namespace="other", spec=limits))
    assert patch.bound == "at most 1024Mi, twice the present limit"


def test_a_limit_that_is_at_the_ceiling_already_is_for_a_person():
    limits = {"limits": [{"type": "Container", "max": {"memory": "512Mi"}}]}
    proposal = proposed(KILLED, LIMITED, killed_pod(), thing("LimitRange", "sizes", spec=limits))
    assert proposal.plan is None
    assert "LimitRange sizes allows a container" in proposal.gates[0]


def test_a_quota_without_memory_left_closes_the_way():
    full = {"hard": {"limits.memory": "2Gi"}, "used": {"limits.memory": "2048Mi"}}
    proposal = proposed(KILLED, LIMITED, killed_pod(), thing("ResourceQuota", "team", status=full))
    assert proposal.plan is None
    assert "quota team has no memory left" in proposal.gates[0]


def test_a_recommendation_within_the_ceiling_is_the_value():
    assert patch_of(LIMITED, killed_pod(), autoscaler("700Mi")).after == '"700Mi"'
    assert patch_of(LIMITED, killed_pod(), autoscaler("4Gi")).after == ""


def test_a_known_value_is_set_in_place_first_where_the_kubelet_can():
    plan = planned(KILLED, LIMITED, killed_pod(), autoscaler("700Mi"), node("v1.35.1"))
    assert plan.actions[0] == ResizeInPlace(target=ref("Pod", "web-1"), container="web", memory="700Mi")
    older = proposed(KILLED, LIMITED, killed_pod(), autoscaler("700Mi"), node("v1.34.9"))
    assert verbs(older) == ["git.patch"]
    assert older.gates[0].startswith("in-place resize closed")


def test_without_the_killed_container_nothing_is_raised():
    assert proposed(KILLED, LIMITED).plan is None
    assert proposed(KILLED, deployment(), killed_pod()).plan is None


def test_memory_of_the_node_is_no_reason_to_raise_a_limit():
    broken = cause(FaultKind.OUT_OF_MEMORY, "no_limit", affected=[ref("Pod", "web-1")])
    assert proposed(broken, LIMITED, killed_pod()).plan is None


SCALER = ref("HorizontalPodAutoscaler", "web")


def test_an_autoscalers_maximum_may_be_doubled_at_most():
    patch = planned(
        cause(FaultKind.HPA_AT_MAXIMUM, "at_maximum", SCALER),
        thing("HorizontalPodAutoscaler", "web", spec={"maxReplicas": 10}),
    ).actions[0]
    assert isinstance(patch, GitPatch)
    assert (patch.target.kind, patch.pointer, patch.before, patch.after) == (
        "HorizontalPodAutoscaler",
        "/spec/maxReplicas",
        "10",
        "",
    )
    assert "at most 20" in patch.bound


def test_an_autoscaler_that_keda_made_is_changed_where_keda_reads_it():
    owner = {"ownerReferences": [{"kind": "ScaledObject", "name": "web", "controller": True}]}
    patch = planned(
        cause(FaultKind.HPA_AT_MAXIMUM, "at_maximum", SCALER),
        thing("HorizontalPodAutoscaler", "web", metadata=owner, spec={"maxReplicas": 10}),
    ).actions[0]
    assert isinstance(patch, GitPatch)
    assert (patch.target.kind, patch.pointer) == ("ScaledObject", "/spec/maxReplicaCount")


def test_more_replicas_are_no_answer_where_those_there_do_not_run():
    broken = cause(FaultKind.HPA_AT_MAXIMUM, "replicas_not_running", SCALER)
    assert proposed(broken, thing("HorizontalPodAutoscaler", "web", spec={"maxReplicas": 10})).plan is None


REFUSED = 'pods "web-2-x" is forbidden: exceeded quota: team, requested: pods=1, used: pods=5, limited: pods=5'
QUOTA = thing("ResourceQuota", "team", spec={"hard": {"pods": "5"}}, status={"used": {"pods": "5"}})


def quota_cause(variant: str):
    return cause(
        FaultKind.QUOTA,
        variant,
        ref("ResourceQuota", "team"),
        affected=[ref("Deployment", "web"), ref("ReplicaSet", "web-2")],
        says=REFUSED,
    )


def test_a_rollout_that_a_quota_refuses_replaces_its_pods_one_by_one():
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 0}}
    plan = planned(quota_cause("surge_refused"), QUOTA, deployment(strategy=strategy), application(automated={}))
    said = [(each.pointer, each.before, each.after) for each in plan.actions if isinstance(each, GitPatch)]
    assert said == [
        ("/spec/strategy/rollingUpdate/maxSurge", '"25%"', "0"),
        ("/spec/strategy/rollingUpdate/maxUnavailable", "0", "1"),
    ]
    assert plan.risk == "high"


def test_where_no_pod_is_added_the_quota_itself_is_raised_within_a_ceiling():
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0, "maxUnavailable": 1}}
    (patch,) = planned(quota_cause("surge_refused"), QUOTA, deployment(strategy=strategy)).actions
    assert isinstance(patch, GitPatch)
    assert (patch.target, patch.pointer, patch.before, patch.after) == (
        ref("ResourceQuota", "team"),
        "/spec/hard/pods",
        '"5"',
        "",
    )
    assert patch.bound == "at least 5 in use and 1 asked for, at most 10 (twice the present bound)"


def test_a_resource_with_a_slash_in_its_name_is_escaped_in_the_pointer():
    says = "exceeded quota: team, requested: requests.example.com/gpu=1, used: requests.example.com/gpu=2, limited: 2"
    gpu = {"requests.example.com/gpu": "2"}
    broken = cause(FaultKind.QUOTA, "exceeded", ref("ResourceQuota", "team"), says=says)
    (patch,) = planned(broken, thing("ResourceQuota", "team", spec={"hard": gpu}, status={"used": gpu})).actions
    assert isinstance(patch, GitPatch)
    assert patch.pointer == "/spec/hard/requests.example.com~1gpu"


@pytest.mark.parametrize("says", ["exceeded quota: team", "exceeded quota: other, requested: pods=1, used: pods=5", ""])
def test_a_quota_that_cannot_be_named_is_not_raised(says):
    broken = cause(FaultKind.QUOTA, "exceeded", ref("ResourceQuota", "team"), says=says)
    assert proposed(broken, QUOTA).plan is None


@pytest.mark.parametrize(
    ("quantity", "amount", "twice"),
    [
        ("512Mi", 512 * 1024**2, "1024Mi"),
        ("1.5Gi", 1536 * 1024**2, "3Gi"),
        ("500M", 500 * 10**6, "1000M"),
        ("1e9", 10**9, "2e9"),
        ("100", 100, "200"),
        ("1Zi", None, None),
        ("", None, None),
        ("-1Gi", None, None),
        ("1Gi ", None, None),
    ],
)
def test_quantities(quantity, amount, twice):
    assert amount_of(quantity) == amount
    assert doubled(quantity) == twice


def test_a_quantity_in_thousandths():
    assert amount_of("1500m") == amount_of("1.5")
