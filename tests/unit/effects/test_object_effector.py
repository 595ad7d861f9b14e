"""Objects of a cluster, changed once: what is sent, what each answer means, and how it is found again."""

import pytest

from shared.adapters.effects.answers import SentUnanswered
from shared.adapters.kubernetes.object_changes import BEFORE
from shared.ports.effects import EffectUnavailable
from shared.remediation.actions import Cordon, Uncordon
from shared.remediation.outcome import EffectStatus
from tests.support.cluster_answers import (
    ABSENT,
    FORBIDDEN,
    INVALID,
    MARK,
    MODIFIED,
    NODE,
    WEB,
    act,
    an_api,
    effector,
    marked,
    ref,
    web,
)
from tests.support.orders import found, order_of, soon
from tests.support.scripted_api import AWAY, ScriptedApi, kubernetes_no, says


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
