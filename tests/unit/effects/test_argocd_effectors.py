"""Argo CD, asked once: what is sent, what each of its answers means, and how an operation is found and followed."""

from typing import Any

import pytest

from shared.adapters.argocd.acting import EFFECT, ArgoCDApplications
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
from tests.support.orders import APPROVAL, found, order_of, soon
from tests.support.orders import EFFECT as EFFECT_ID
from tests.support.scripted_api import AWAY, ScriptedApi, argocd_no, says

APP = "/api/v1/applications/checkout"
OLD, NEW = "a" * 40, "b" * 40
OURS = {"info": [{"name": EFFECT, "value": str(EFFECT_ID)}], "sync": {"revision": NEW}}
THEIRS = {"initiatedBy": {"username": "admin"}, "sync": {"revision": NEW}}
#: As the server words them (server/application/application.go).
BUSY = argocd_no(400, 9, "another operation is already in progress")
WINDOW = argocd_no(403, 7, "cannot sync: blocked by sync window")
PINNED = argocd_no(400, 9, f"Cannot sync to {OLD}: auto-sync currently set to main")
DENIED = argocd_no(403, 7, "permission denied")
NO_SESSION = argocd_no(401, 16, "invalid session: token is expired")
DELETING = argocd_no(400, 9, "application is deleting")
NOTHING_RUNS = argocd_no(400, 3, "Unable to terminate operation. No operation is in progress")


def app(
    operation: dict[str, Any] | None = None,
    *,
    phase: str = "Succeeded",
    automated: bool = False,
    pending: dict[str, Any] | None = None,
    began: str = "2026-03-01T12:00:01Z",
    history: tuple[tuple[str, str], ...] = (),
) -> dict[str, Any]:
    state = {
        "operation": operation or THEIRS,
        "phase": phase,
        "message": "successfully synced (all tasks run)" if phase == "Succeeded" else "one or more objects failed",
        "startedAt": began,
        "syncResult": {"revision": NEW},
    }
    source = {"repoURL": "https://git.example.com/acme/gitops", "path": "apps/checkout", "targetRevision": "main"}
    return {
        "metadata": {"name": "checkout", "namespace": "argocd"},
        "spec": {
            "project": "shop",
            "source": source,
            "syncPolicy": {"automated": {}} if automated else {},
        },
        **({"operation": pending} if pending else {}),
        "status": {
            "sync": {"status": "OutOfSync", "revision": OLD},
            "operationState": state,
            "history": [{"revision": revision, "deployedAt": at} for revision, at in history],
            "resources": [
                {"kind": "Service", "namespace": "shop", "name": "web", "status": "Synced"},
                {"kind": "Deployment", "namespace": "shop", "name": "web", "status": "OutOfSync"},
            ],
        },
    }


BEFORE = ((OLD, "2026-02-27T09:00:00Z"),)
DEPLOYED = (*BEFORE, (NEW, "2026-03-01T12:00:04Z"))
SYNC = ArgoSync(application="checkout")


def an_api(*reads: Any, writes: tuple[Any, ...] = ()) -> ScriptedApi:
    api = ScriptedApi(writes=list(writes))
    api.reads[APP] += [says(each) if isinstance(each, dict) else each for each in reads]
    return api


def applications(api: ScriptedApi) -> ArgoCDApplications:
    return ArgoCDApplications(api, pause_s=0.001)


def sync(api: ScriptedApi) -> SyncEffector:
    return SyncEffector(applications(api))


def test_a_sync_is_asked_for_with_its_mark_and_followed_to_its_end():
    running, done = app(OURS, phase="Running"), app(OURS, history=DEPLOYED)
    api = an_api(app(history=BEFORE), app(history=BEFORE), app(pending=OURS), running, done, writes=(says({}),))
    target = ResourceRef(kind="Deployment", name="web", namespace="shop", cluster="prod")
    action = ArgoSync(application="checkout", revision=NEW, resources=(target,))
    outcome = sync(api).perform(order_of(action), soon())
    (sent,) = api.sent
    assert (sent.method, sent.path) == ("POST", f"{APP}/sync")
    assert sent.body == {
        "name": "checkout",
        "project": "shop",
        "prune": False,
        "dryRun": False,
        "infos": [
            {"name": EFFECT, "value": str(EFFECT_ID)},
            {"name": "sre.ameide.io/approval", "value": str(APPROVAL)},
        ],
        "revision": NEW,
        "resources": [{"group": "apps", "kind": "Deployment", "name": "web", "namespace": "shop"}],
    }
    assert (outcome.status, outcome.application, outcome.revision) == (EffectStatus.SUCCEEDED, "checkout", NEW)
    assert outcome.undo == ArgoSync(application="checkout", revision=OLD)


def test_asked_twice_it_is_one_operation():
    api = an_api(app(), app(), app(OURS), writes=(says({}),))
    order = order_of(SYNC)
    assert sync(api).perform(order, soon()) == sync(api).perform(order, soon()) == sync(api).look_up(order, soon())
    assert len(api.sent) == 1


def test_a_failed_operation_has_failed_in_its_own_words():
    outcome = sync(an_api(app(), app(), app(OURS, phase="Failed"), writes=(says({}),))).perform(order_of(SYNC), soon())
    assert (outcome.status, outcome.undo) == (EffectStatus.FAILED, None)
    assert "one or more objects failed" in outcome.detail


def test_another_operation_is_waited_for_and_then_this_one_is_asked_for():
    running = app(phase="Running")
    api = an_api(running, running, app(), app(), app(OURS), writes=(says({}),))
    assert sync(api).perform(order_of(SYNC), soon()).status is EffectStatus.SUCCEEDED


def test_another_operation_that_does_not_end_or_was_faster_is_no_outcome():
    with pytest.raises(EffectUnavailable):
        sync(an_api(app(phase="Running"))).perform(order_of(SYNC), soon(0.05))
    with pytest.raises(EffectUnavailable):
        sync(an_api(app(), writes=(BUSY,))).perform(order_of(SYNC), soon())


@pytest.mark.parametrize("no", [WINDOW, PINNED, DENIED, NO_SESSION, DELETING])
def test_a_no_is_told_in_argo_cds_words(no):
    outcome = sync(an_api(app(), writes=(no,))).perform(order_of(SYNC), soon())
    assert outcome.status is EffectStatus.FAILED
    assert no.body["message"] in outcome.detail


@pytest.mark.parametrize("no", [DENIED, NO_SESSION, argocd_no(404, 5, 'applications.argoproj.io "checkout" not found')])
def test_an_application_that_we_may_not_see_is_told_and_cannot_be_looked_up(no):
    assert sync(an_api(no)).perform(order_of(SYNC), soon()).status is EffectStatus.FAILED
    assert found(sync(an_api(no)), order_of(SYNC)).status is EffectStatus.UNKNOWN
    assert len(sync(an_api(no)).dry_run(order_of(SYNC), soon()).problems) == 1


@pytest.mark.parametrize("silence", [SentUnanswered("ReadTimeout"), argocd_no(500, 13, "error setting app operation")])
def test_what_was_not_answered_is_found_by_its_mark_or_unknown(silence):
    marked = an_api(app(), app(), app(OURS), writes=(silence,))
    order = order_of(SYNC)
    outcome = sync(marked).perform(order, soon())
    if isinstance(silence, SentUnanswered):
        assert outcome.status is EffectStatus.SUCCEEDED
    lost = an_api(app(), writes=(silence,))
    assert sync(lost).perform(order, soon(0.05)).status is EffectStatus.UNKNOWN
    assert sync(lost).look_up(order, soon(0.05)) is None


def test_an_operation_that_has_not_ended_in_time_is_unknown():
    api = an_api(app(), app(), app(OURS, phase="Running"), writes=(says({}),))
    assert sync(api).perform(order_of(SYNC), soon(0.05)).status is EffectStatus.UNKNOWN
    assert found(sync(api), order_of(SYNC), 0.05).status is EffectStatus.UNKNOWN


def test_where_another_operation_came_after_the_history_tells_what_was_pinned():
    order = order_of(ArgoSync(application="checkout", revision=NEW))
    assert found(sync(an_api(app(history=DEPLOYED))), order).status is EffectStatus.SUCCEEDED
    assert sync(an_api(app(history=BEFORE))).look_up(order, soon()) is None
    earlier = order_of(ArgoSync(application="checkout", revision=OLD))
    assert sync(an_api(app(history=BEFORE))).look_up(earlier, soon()) is None


def test_a_dry_run_asks_for_no_operation_and_says_what_differs():
    api = an_api(app())
    told = sync(api).dry_run(order_of(SYNC), soon())
    assert told.text == (
        f"Synchronise checkout to main; it was last compared with {OLD}\nOutOfSync: Deployment shop/web"
    )
    assert (api.sent, told.problems) == ([], ())
    pinned = ArgoSync(application="checkout", revision=OLD)
    assert "refuses any revision" in sync(an_api(app(automated=True))).dry_run(order_of(pinned), soon()).problems[0]


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
