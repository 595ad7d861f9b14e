"""What a plan still rests on when some of its actions are done."""

import pytest

from shared.remediation.actions import Action, ArgoSync, Cordon, DeleteObject, GitPatch, GitRevert, ResourceAction
from shared.remediation.proposal import Precondition
from shared.remediation.untouched import untouched
from tests.support.coding import a_plan
from tests.support.remediation import ref

WEB, DB, POD = ref("Deployment", "web"), ref("Deployment", "db"), ref("Pod", "web-1")
SHOP, TILL = "Application argocd/shop", "Application argocd/till"
REVERT = GitRevert(application="shop", repository="https://git.example/shop", revision="a" * 40)
PATCH = GitPatch(application="shop", target=WEB, pointer="/spec/replicas", before="1", after="2")
SYNC_SHOP, SYNC_TILL = ArgoSync(application="shop"), ArgoSync(application="till")
RESTART_MANAGED = ResourceAction(application="shop", target=WEB, name="restart", parameters={})
RESTART_WEB = ResourceAction(target=WEB, name="restart", parameters={})
RESTART_DB = ResourceAction(target=DB, name="restart", parameters={})


def left(done: Action, then: Action, what: str, subject: str) -> bool:
    """Whether the next action still rests on this when the first is done."""
    kept = Precondition(what=what, subject=subject, expected="1")
    plan = a_plan(done, then).model_copy(update={"preconditions": (kept,)})
    assert untouched(plan, ()) == (kept,)
    return untouched(plan, (0,)) == (kept,)


@pytest.mark.parametrize(
    ("done", "then", "what", "subject"),
    [
        (RESTART_WEB, RESTART_DB, "condition", "Deployment shop/db"),
        (RESTART_WEB, RESTART_WEB, "generation", "Deployment shop/web"),
        (RESTART_WEB, DeleteObject(target=POD, uid="u1"), "resource_version", "Pod shop/web-1"),
        (SYNC_SHOP, RESTART_MANAGED, "generation", "Deployment shop/web"),
        (SYNC_SHOP, SYNC_SHOP, "application_revision", SHOP),
        (REVERT, SYNC_TILL, "application_revision", TILL),
        (PATCH, REVERT, "base_commit", SHOP),
        (ArgoSync(application="till", resources=(WEB,)), RESTART_WEB, "generation", "Deployment shop/web"),
    ],
)
def test_what_an_action_was_meant_to_change_is_left_out(done: Action, then: Action, what: str, subject: str):
    assert not left(done, then, what, subject)


@pytest.mark.parametrize(
    ("done", "then", "what", "subject"),
    [
        (RESTART_WEB, RESTART_DB, "generation", "Deployment shop/db"),
        (SYNC_SHOP, RESTART_DB, "generation", "Deployment shop/db"),
        (SYNC_SHOP, SYNC_TILL, "application_revision", TILL),
        (RESTART_WEB, SYNC_SHOP, "application_revision", SHOP),
        (SYNC_SHOP, SYNC_SHOP, "sync_window", SHOP),
        (Cordon(target=ref("Node", "n1", None)), DeleteObject(target=POD, uid="u1"), "generation", "Pod shop/web-1"),
    ],
)
def test_what_no_action_changes_must_hold_still(done: Action, then: Action, what: str, subject: str):
    assert left(done, then, what, subject)
