"""Objects of a cluster, changed once: what is sent, what each answer means, and how it is found again."""

from typing import Any

import pytest

from shared.adapters.effects.answers import SentUnanswered
from shared.adapters.kubernetes.job_effector import JobEffector
from shared.adapters.kubernetes.object_changes import BEFORE, EFFECT
from shared.adapters.kubernetes.object_effector import ObjectEffector
from shared.kernel.vocabulary import ResourceRef
from shared.ports.effects import EffectUnavailable
from shared.remediation.actions import Action, Cordon, DeleteObject, ResizeInPlace, ResourceAction, Uncordon
from shared.remediation.outcome import EffectStatus
from tests.support.orders import EFFECT as EFFECT_ID
from tests.support.orders import found, order_of, soon
from tests.support.scripted_api import AWAY, ScriptedApi, kubernetes_no, says

WEB = "/apis/apps/v1/namespaces/shop/deployments/web"
POD = "/api/v1/namespaces/shop/pods/web-1"
NODE = "/api/v1/nodes/pier-a"
MARK = {EFFECT: str(EFFECT_ID)}
MODIFIED = kubernetes_no(
    409,
    "Conflict",
    'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes'
    " to the latest version and try again",
)
ABSENT = kubernetes_no(404, "NotFound", 'deployments.apps "web" not found')
FORBIDDEN = kubernetes_no(
    403,
    "Forbidden",
    'deployments.apps "web" is forbidden: User "system:serviceaccount:sre:sre-coder" cannot patch resource'
    ' "deployments" in API group "apps" in the namespace "shop"',
)
INVALID = kubernetes_no(422, "Invalid", 'Deployment.apps "web" is invalid: spec.replicas: Invalid value: 3: no')


def ref(kind: str = "Deployment", name: str = "web", namespace: str | None = "shop") -> ResourceRef:
    return ResourceRef(kind=kind, name=name, namespace=namespace, cluster="prod")


def act(name: str, target: ResourceRef | None = None, **parameters: str) -> ResourceAction:
    return ResourceAction(application=None, target=target or ref(), name=name, parameters=parameters)


def web(version: str = "7", **more: Any) -> dict[str, Any]:
    said = {"metadata": {"uid": "u-1", "resourceVersion": version}, "spec": {"replicas": 2}}
    return {**said, **more}


def marked(body: dict[str, Any], **more: str) -> dict[str, Any]:
    return body | {"metadata": body["metadata"] | {"annotations": MARK | more}}


def effector(api: ScriptedApi) -> ObjectEffector:
    kinds = frozenset({"argocd.resource_action", "kubernetes.cordon"})
    return ObjectEffector(kinds, lambda resource: ("prod", api) if resource.cluster == "prod" else None, pause_s=0.001)


def an_api(path: str, *reads: Any, writes: tuple[Any, ...] = ()) -> ScriptedApi:
    api = ScriptedApi(writes=list(writes))
    api.reads[path] += [
        each if isinstance(each, Exception) or not isinstance(each, dict) else says(each) for each in reads
    ]
    return api


def test_a_scale_is_sent_for_the_very_object_and_version_with_the_mark_of_the_effect():
    api = an_api(WEB, web(), writes=(says({}),))
    outcome = effector(api).perform(order_of(act("scale", replicas="3")), soon())
    (sent,) = api.sent
    assert (sent.method, sent.path, sent.kind) == ("PATCH", WEB, "application/merge-patch+json")
    assert sent.query == {"fieldManager": "ameide-sre", "fieldValidation": "Strict"}
    assert sent.body == {
        "spec": {"replicas": 3},
        "metadata": {"uid": "u-1", "resourceVersion": "7", "annotations": {**MARK, BEFORE: "2"}},
    }
    assert (outcome.status, outcome.undo) == (EffectStatus.SUCCEEDED, act("scale", replicas="2"))


def test_done_twice_it_is_sent_once_and_the_undo_stays_the_same():
    after = marked(web("8", spec={"replicas": 3}), **{BEFORE: "2"})
    api = an_api(WEB, web(), after, writes=(says({}),))
    order = order_of(act("scale", replicas="3"))
    first, again = effector(api).perform(order, soon()), effector(api).perform(order, soon())
    assert len(api.sent) == 1
    assert first.undo == again.undo == found(effector(api), order).undo


def test_who_was_faster_is_read_again():
    api = an_api(WEB, web("7"), web("8"), writes=(MODIFIED, says({})))
    assert effector(api).perform(order_of(act("restart")), soon()).status is EffectStatus.SUCCEEDED
    assert [sent.body["metadata"]["resourceVersion"] for sent in api.sent if sent.body] == ["7", "8"]


def test_what_others_change_all_the_time_is_given_up():
    api = an_api(WEB, web(), writes=(MODIFIED,) * 4)
    assert effector(api).perform(order_of(act("restart")), soon()).status is EffectStatus.FAILED


@pytest.mark.parametrize("no", [FORBIDDEN, INVALID, ABSENT, kubernetes_no(401, "Unauthorized", "Unauthorized")])
def test_a_no_is_told_in_the_servers_words(no):
    outcome = effector(an_api(WEB, web(), writes=(no,))).perform(order_of(act("scale", replicas="3")), soon())
    assert outcome.status is EffectStatus.FAILED
    assert str(no.body["message"])[:100] in outcome.detail


@pytest.mark.parametrize(
    "silence",
    [
        SentUnanswered("ReadTimeoutError"),
        kubernetes_no(500, "InternalError", "etcdserver: request timed out"),
        kubernetes_no(503, "ServiceUnavailable", "the server is currently unable to handle the request"),
        kubernetes_no(504, "Timeout", "Timeout: request did not complete within the allotted timeout"),
    ],
)
def test_what_was_sent_and_not_answered_is_unknown_until_it_is_looked_up(silence):
    api = an_api(WEB, web(), web(), marked(web()), writes=(silence,))
    order = order_of(act("restart"))
    assert effector(api).perform(order, soon()).status is EffectStatus.UNKNOWN
    assert effector(api).look_up(order, soon()) is None
    assert found(effector(api), order).status is EffectStatus.SUCCEEDED


@pytest.mark.parametrize(
    ("reads", "writes"),
    [
        ((AWAY,), ()),
        ((kubernetes_no(503, "ServiceUnavailable", "apiserver is shutting down"),), ()),
        ((kubernetes_no(429, "TooManyRequests", "Too many requests, please try again later."),), ()),
        ((web(),), (AWAY,)),
        ((web(),), (kubernetes_no(429, "TooManyRequests", "Too many requests, please try again later."),)),
    ],
)
def test_where_nothing_was_sent_or_taken_it_may_be_tried_again(reads, writes):
    with pytest.raises(EffectUnavailable):
        effector(an_api(WEB, *reads, writes=writes)).perform(order_of(act("restart")), soon())


def test_a_dry_run_is_the_same_request_and_shows_what_would_differ():
    after = marked(web("7", spec={"replicas": 3}, status={"x": 1}))
    api = an_api(WEB, web(), writes=(says(after), says(after)))
    order = order_of(act("scale", replicas="3"))
    told, again = (
        effector(api).dry_run(order, soon()),
        effector(api).dry_run(order_of(order.action, effect_id=order.approval_id), soon()),
    )
    assert told.text == again.text == "Scale Deployment shop/web to 3, from 2\n/spec/replicas: 2 → 3"
    assert [sent.query["dryRun"] for sent in api.sent] == ["All", "All"]
    assert told.problems == ()


@pytest.mark.parametrize("no", [FORBIDDEN, INVALID, SentUnanswered("late")])
def test_what_a_dry_run_is_refused_stands_in_the_way(no):
    told = effector(an_api(WEB, web(), writes=(no,))).dry_run(order_of(act("scale", replicas="3")), soon())
    assert len(told.problems) == 1


@pytest.mark.parametrize(
    ("action", "there"),
    [
        (act("scale", replicas="-1"), web()),
        (act("scale", replicas="1e3"), web()),
        (act("scale", replicas="\u0661"), web()),
        (act("scale", replicas="1001"), web()),
        (act("scale"), web()),
        (act("restart"), web(spec={"paused": True})),
        (act("restart", ref("Job", "web")), web()),
        (act("abort"), web()),
    ],
)
def test_what_does_not_fit_the_object_is_not_sent(action, there):
    path = WEB if action.target.kind == "Deployment" else "/apis/batch/v1/namespaces/shop/jobs/web"
    api = an_api(path, there)
    assert effector(api).perform(order_of(action), soon()).status is EffectStatus.FAILED
    assert len(effector(api).dry_run(order_of(action), soon()).problems) == 1
    assert api.sent == []


def test_an_object_of_another_cluster_or_kind_is_not_asked_for():
    elsewhere = ref().model_copy(update={"cluster": "dark"})
    for target in (elsewhere, ref("Gadget")):
        assert effector(ScriptedApi()).perform(order_of(act("restart", target)), soon()).status is EffectStatus.FAILED


@pytest.mark.parametrize(
    ("action", "wanted", "undo"),
    [
        (Cordon(target=ref("Node", "pier-a", None)), True, Uncordon(target=ref("Node", "pier-a", None))),
        (Uncordon(target=ref("Node", "pier-a", None)), None, Cordon(target=ref("Node", "pier-a", None))),
    ],
)
def test_a_node_takes_no_new_pods_and_takes_them_again(action, wanted, undo):
    before = {"metadata": {"uid": "n", "resourceVersion": "1"}, "spec": {} if wanted else {"unschedulable": True}}
    api = an_api(NODE, before, writes=(says({}),))
    assert effector(api).perform(order_of(action), soon()).undo == undo
    assert api.sent[0].body is not None
    assert api.sent[0].body["spec"] == {"unschedulable": wanted}


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
