"""Pods and jobs: deleted by their uid, resized until their node has given it, made under a name of their own."""

from typing import Any

import pytest

from shared.adapters.effects.answers import SentUnanswered
from shared.adapters.kubernetes.job_effector import JobEffector
from shared.remediation.actions import Action, Cordon, DeleteObject, ResizeInPlace
from shared.remediation.outcome import EffectStatus
from tests.support.cluster_answers import POD, act, an_api, effector, ref
from tests.support.orders import EFFECT as EFFECT_ID
from tests.support.orders import found, order_of, soon
from tests.support.scripted_api import ScriptedApi, kubernetes_no, says


def pod(uid: str = "p-1", limit: str = "128Mi", **status: Any) -> dict[str, Any]:
    container = {"name": "app", "resources": {"limits": {"memory": limit}}}
    return {"metadata": {"uid": uid, "resourceVersion": "3"}, "spec": {"containers": [container]}, "status": status}


DELETE = DeleteObject(target=ref("Pod", "web-1"), uid="p-1")


def test_a_pod_is_deleted_by_its_uid():
    api = an_api(POD, pod(), writes=(says({}),))
    assert effector(api).perform(order_of(DELETE), soon()).status is EffectStatus.SUCCEEDED
    assert api.sent[0].method == "DELETE"
    assert api.sent[0].body == {"preconditions": {"uid": "p-1"}, "propagationPolicy": "Background"}


@pytest.mark.parametrize("there", [pod("p-2"), kubernetes_no(404, "NotFound", 'pods "web-1" not found')])
def test_a_pod_that_is_gone_or_another_one_of_its_name_is_left_alone(there):
    api = an_api(POD, there)
    assert effector(api).perform(order_of(DELETE), soon()).status is EffectStatus.SUCCEEDED
    assert found(effector(api), order_of(DELETE)).status is EffectStatus.SUCCEEDED
    assert api.sent == []


def test_a_pod_that_was_made_anew_while_it_was_asked_for_is_left_alone():
    conflict = kubernetes_no(409, "Conflict", 'Operation cannot be fulfilled on Pod "web-1": Precondition failed: UID')
    api = an_api(POD, pod(), pod("p-2"), writes=(conflict,))
    assert effector(api).perform(order_of(DELETE), soon()).status is EffectStatus.SUCCEEDED
    assert len(api.sent) == 1


RESIZE = ResizeInPlace(target=ref("Pod", "web-1"), container="app", memory="256Mi")


def pending(reason: str) -> dict[str, Any]:
    return {"conditions": [{"type": "PodResizePending", "status": "True", "reason": reason, "message": "no room"}]}


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (
            {"containerStatuses": [{"name": "app", "resources": {"limits": {"memory": "256Mi"}}}]},
            EffectStatus.SUCCEEDED,
        ),
        (pending("Infeasible"), EffectStatus.FAILED),
    ],
)
def test_a_resize_counts_when_the_node_has_given_it(status, expected):
    api = an_api(POD, pod(), pod(limit="256Mi"), pod(limit="256Mi", **status), writes=(says({}),))
    outcome = effector(api).perform(order_of(RESIZE), soon())
    assert outcome.status is expected
    assert api.sent[0].path == f"{POD}/resize"
    assert outcome.undo == RESIZE.model_copy(update={"memory": "128Mi"})


def test_a_resize_that_a_node_puts_off_waits():
    api = an_api(POD, pod(), pod(limit="256Mi", **pending("Deferred")), writes=(says({}),))
    outcome = effector(api).perform(order_of(RESIZE), soon(0.05))
    assert (outcome.status, "Deferred: no room" in outcome.detail) == (EffectStatus.PENDING, True)
    assert found(effector(api), order_of(RESIZE)).status is EffectStatus.PENDING


CRON = ref("CronJob", "report")
CRON_PATH = "/apis/batch/v1/namespaces/shop/cronjobs/report"
JOB_NAME = f"report-{EFFECT_ID.hex[:12]}"
JOB_PATH = f"/apis/batch/v1/namespaces/shop/jobs/{JOB_NAME}"
CRON_JOB = {
    "metadata": {"name": "report", "namespace": "shop", "uid": "c-1"},
    "spec": {"jobTemplate": {"metadata": {"labels": {"app": "report"}}, "spec": {"template": {"spec": {}}}}},
}


def test_one_more_job_is_made_under_a_name_of_its_own():
    api = an_api(CRON_PATH, CRON_JOB, writes=(says({"metadata": {"uid": "j-1"}}, 201),))
    job = JobEffector(lambda _: ("prod", api))
    outcome = job.perform(order_of(act("create-job", CRON)), soon())
    assert outcome.undo == DeleteObject(target=ref("Job", JOB_NAME), uid="j-1")
    assert api.sent[0].body is not None
    assert api.sent[0].body["metadata"]["name"] == JOB_NAME
    assert api.sent[0].body["metadata"]["annotations"]["cronjob.kubernetes.io/instantiate"] == "manual"
    assert api.sent[0].body["spec"] == {"template": {"spec": {}}}


def test_a_job_that_was_made_is_found_by_its_name():
    exists = kubernetes_no(409, "AlreadyExists", f'jobs.batch "{JOB_NAME}" already exists')
    api = an_api(CRON_PATH, CRON_JOB, writes=(SentUnanswered("late"), exists))
    api.reads[JOB_PATH] += [kubernetes_no(404, "NotFound", "x"), says({"metadata": {"uid": "j-1"}})]
    job, order = JobEffector(lambda _: ("prod", api)), order_of(act("create-job", CRON))
    assert job.perform(order, soon()).status is EffectStatus.UNKNOWN
    assert job.look_up(order, soon()) is None
    assert job.perform(order, soon()).status is EffectStatus.SUCCEEDED


@pytest.mark.parametrize("action", [act("restart"), Cordon(target=ref("Node", "pier-a", None)), DELETE, RESIZE])
def test_an_object_is_one_target_whatever_is_done_to_it(action: Action):
    assert effector(ScriptedApi()).target_of(action).startswith("cluster prod: ")
