"""A sync of Argo CD, asked for once: what is sent, what each answer means, and how it is followed to its end."""

import pytest

from shared.adapters.argocd.acting import EFFECT
from shared.adapters.argocd.sync_effector import SyncEffector
from shared.adapters.effects.answers import SentUnanswered
from shared.kernel.vocabulary import ResourceRef
from shared.ports.effects import EffectUnavailable
from shared.remediation.actions import ArgoSync
from shared.remediation.outcome import EffectStatus
from tests.support.argocd_answers import (
    APP,
    BEFORE,
    BUSY,
    DELETING,
    DENIED,
    DEPLOYED,
    NEW,
    NO_SESSION,
    OLD,
    OURS,
    PINNED,
    WINDOW,
    an_api,
    app,
    applications,
)
from tests.support.orders import APPROVAL, found, order_of, soon
from tests.support.orders import EFFECT as EFFECT_ID
from tests.support.scripted_api import ScriptedApi, argocd_no, says

SYNC = ArgoSync(application="checkout")


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
