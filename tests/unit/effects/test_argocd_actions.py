"""Ending an operation of Argo CD, its own actions, and where the manifests of an application are."""

from typing import Any

import pytest

from shared.adapters.argocd.action_effector import ApplicationActionEffector
from shared.adapters.argocd.sources import source_of
from shared.adapters.argocd.sync_effector import SyncEffector
from shared.adapters.argocd.terminate_effector import TerminateEffector
from shared.adapters.effects.answers import SentUnanswered
from shared.adapters.git.changes import ApplicationSource
from shared.kernel.vocabulary import ResourceRef
from shared.ports.effects import EffectUnavailable
from shared.ports.repository import ChangeRefused
from shared.remediation.actions import ArgoSync, ArgoTerminate, ResourceAction
from shared.remediation.outcome import EffectStatus
from tests.support.argocd_answers import APP, DENIED, NOTHING_RUNS, an_api, app, applications
from tests.support.orders import found, order_of, soon
from tests.support.scripted_api import AWAY, ScriptedApi, argocd_no, says

SYNC = ArgoSync(application="checkout")


def sync(api: ScriptedApi) -> SyncEffector:
    return SyncEffector(applications(api))


TERMINATE = ArgoTerminate(application="checkout")
STUCK = "2026-03-01T11:00:00Z"


def terminate(api: ScriptedApi) -> TerminateEffector:
    return TerminateEffector(applications(api))


def test_a_stuck_operation_is_ended_once():
    stuck = app(phase="Running", began=STUCK)
    api = an_api(stuck, stuck, app(phase="Failed", began=STUCK), writes=(says({}),))
    order = order_of(TERMINATE)
    assert terminate(api).perform(order, soon()).status is EffectStatus.SUCCEEDED
    assert terminate(api).perform(order, soon()).undo == SYNC
    assert [(sent.method, sent.path, sent.query) for sent in api.sent] == [
        ("DELETE", f"{APP}/operation", {"project": "shop"})
    ]


def test_an_operation_that_began_after_the_approval_is_left_alone():
    api = an_api(app(phase="Running", began="2026-03-01T12:00:01Z"))
    assert terminate(api).perform(order_of(TERMINATE), soon()).status is EffectStatus.FAILED
    assert api.sent == []


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (SentUnanswered("late"), EffectStatus.UNKNOWN),
        (argocd_no(500, 13, "Failed to terminate app. Too many conflicts"), EffectStatus.UNKNOWN),
        (DENIED, EffectStatus.FAILED),
        (NOTHING_RUNS, EffectStatus.SUCCEEDED),
    ],
)
def test_each_answer_to_an_end_has_its_meaning(answer, status):
    stuck, ended = app(phase="Running", began=STUCK), app(phase="Failed", began=STUCK)
    assert terminate(an_api(stuck, ended, writes=(answer,))).perform(order_of(TERMINATE), soon()).status is status
    assert terminate(an_api(stuck)).look_up(order_of(TERMINATE), soon()) is None
    assert found(terminate(an_api(ended)), order_of(TERMINATE)).status is EffectStatus.SUCCEEDED


def test_an_operation_that_will_not_end_is_unknown():
    api = an_api(app(phase="Terminating", began=STUCK), writes=(says({}),))
    assert terminate(api).perform(order_of(TERMINATE), soon(0.05)).status is EffectStatus.UNKNOWN


def action(name: str = "restart", **parameters: str) -> ResourceAction:
    target = ResourceRef(kind="Deployment", name="web", namespace="shop", cluster="prod")
    return ResourceAction(application="checkout", target=target, name=name, parameters=parameters)


def acts(api: ScriptedApi) -> ApplicationActionEffector:
    return ApplicationActionEffector(applications(api))


def live(replicas: int = 2, restarted: str = "2026-02-01T00:00:00Z") -> Any:
    """The object is a text of JSON inside of JSON."""
    annotation = f'{{"kubectl.kubernetes.io/restartedAt": "{restarted}"}}'
    spec = f'{{"replicas": {replicas}, "template": {{"metadata": {{"annotations": {annotation}}}}}}}'
    return says({"manifest": f'{{"kind": "Deployment", "spec": {spec}}}'})


def test_an_action_is_run_with_its_parameters_and_can_be_undone():
    api = an_api(app(), writes=(says({}),))
    api.reads[f"{APP}/resource"] += [live()]
    outcome = acts(api).perform(order_of(action("scale", replicas="5")), soon())
    (sent,) = api.sent
    assert sent.path == f"{APP}/resource/actions/v2"
    assert sent.body == {
        "name": "checkout",
        "project": "shop",
        "namespace": "shop",
        "resourceName": "web",
        "kind": "Deployment",
        "group": "apps",
        "version": "v1",
        "action": "scale",
        "resourceActionParameters": [{"name": "replicas", "value": "5"}],
    }
    assert (outcome.status, outcome.undo) == (EffectStatus.SUCCEEDED, action("scale", replicas="2"))


@pytest.mark.parametrize(
    ("wanted", "done"),
    [
        (action("scale", replicas="5"), live(5)),
        (action("restart"), live(restarted="2026-03-01T12:00:00Z")),
    ],
)
def test_what_the_object_shows_to_be_done_is_not_asked_for_again(wanted, done):
    api = an_api(app(), writes=(SentUnanswered("late"),))
    api.reads[f"{APP}/resource"] += [live(), live(), done]
    order = order_of(wanted)
    assert acts(api).perform(order, soon()).status is EffectStatus.UNKNOWN
    assert acts(api).look_up(order, soon()) is None
    assert found(acts(api), order).status is EffectStatus.SUCCEEDED
    assert acts(api).perform(order, soon()).status is EffectStatus.SUCCEEDED
    assert len(api.sent) == 1


@pytest.mark.parametrize(
    "no",
    [
        argocd_no(400, 3, "Deployment apps web not found as part of application checkout"),
        argocd_no(403, 7, "permission denied: applications, action/apps/Deployment/restart, shop/checkout, sub: coder"),
        argocd_no(404, 5, "built-in script restart does not exist"),
    ],
)
def test_an_action_that_is_refused_is_told(no):
    api = an_api(app(), writes=(no,))
    api.reads[f"{APP}/resource"] += [live()]
    outcome = acts(api).perform(order_of(action()), soon())
    assert (outcome.status, no.body["message"] in outcome.detail) == (EffectStatus.FAILED, True)


def test_an_object_that_is_not_told_cannot_be_looked_up():
    api = an_api(app())
    api.reads[f"{APP}/resource"] += [DENIED]
    assert found(acts(api), order_of(action())).status is EffectStatus.UNKNOWN
    assert acts(api).dry_run(order_of(action()), soon()).problems == ()


def test_the_manifests_of_an_application_are_where_it_says():
    expected = ApplicationSource("https://git.example.com/acme/gitops", "apps/checkout")
    assert source_of(applications(an_api(app())), "checkout", soon()) == expected


@pytest.mark.parametrize(
    "spec",
    [
        {"source": {"repoURL": "https://charts.example.com", "chart": "checkout"}},
        {"sources": [{"repoURL": "https://a.example", "path": "x"}, {"repoURL": "https://b.example", "path": "y"}]},
        {},
    ],
)
def test_where_it_is_not_clear_a_person_must_say(spec):
    with pytest.raises(ChangeRefused):
        source_of(applications(an_api(app() | {"spec": spec})), "checkout", soon())


@pytest.mark.parametrize("away", [AWAY, argocd_no(502, 14, "upstream connect error"), argocd_no(429, 8, "slow down")])
def test_an_argo_cd_that_is_silent_is_no_outcome(away):
    for effector, wanted in ((sync, SYNC), (terminate, TERMINATE), (acts, action())):
        api = an_api(away)
        api.reads[f"{APP}/resource"] += [away]
        with pytest.raises(EffectUnavailable):
            effector(api).perform(order_of(wanted), soon(0.05))
        with pytest.raises(EffectUnavailable):
            effector(api).look_up(order_of(wanted), soon(0.05))
