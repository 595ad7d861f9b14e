"""What a workflow asks of whoever carries plans out, by the client that it has and the server that answers."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from werkzeug.wrappers import Request

from local.environment import AUDIENCE
from shared.adapters.a2a.coder_client import CoderClient
from shared.adapters.http.front import Front
from shared.adapters.http.request_body import AtMost
from shared.bootstrap.api import MAX_BODY, router_over
from shared.ports.coder import CoderUnavailable
from shared.ports.failpoint import install_failpoint
from shared.remediation.actions import ArgoSync, ArgoTerminate
from shared.remediation.outcome import EffectStatus
from shared.remediation.plan_text import plan_text_of
from tests.support.api import ADA, BOB
from tests.support.coder_site import CoderSite, a_coder_site
from tests.support.coding import a_plan
from tests.support.json_client import JsonClient
from tests.support.outside import Mood

pytestmark = pytest.mark.postgres
TWO = (ArgoTerminate(application="shop"), ArgoSync(application="till"))


@pytest.fixture
def site(database_url: str, tmp_path: Path):
    with a_coder_site(database_url, tmp_path) as site:
        yield site
    install_failpoint(None)


@pytest.fixture
def coder(site: CoderSite):
    with site.replica() as url:
        yield site.client(url)


def test_a_dry_run_says_the_same_bytes_as_long_as_the_world_is_the_same(site: CoderSite, coder: CoderClient):
    text = plan_text_of(a_plan(*TWO))
    first = coder.dry_run(ADA, text, within_s=10)
    assert first == coder.dry_run(ADA, text, within_s=10)
    assert "application till moves from 1" in first.text
    site.outside.revision = 2
    assert coder.dry_run(ADA, text, within_s=10).text != first.text
    with pytest.raises(CoderUnavailable, match="no plan"):
        coder.dry_run(ADA, "{}", within_s=10)
    site.outside.mood = Mood.SILENT
    with pytest.raises(CoderUnavailable, match="does not answer"):
        coder.dry_run(ADA, text, within_s=10)


def test_what_an_approval_rests_on_is_read_again_for_whoever_is_asked(site: CoderSite, coder: CoderClient):
    approval = site.requested(a_plan(*TWO))
    same = coder.compare(ADA, approval, within_s=10)
    assert [each.holds for each in same.ground.preconditions] == [True, True]
    site.outside.revision = 2
    changed = coder.compare(ADA, approval, within_s=10)
    assert [(each.expected, each.seen) for each in changed.ground.preconditions] == [("1", "2"), ("1", "2")]
    assert changed.dry_run != same.dry_run
    site.outside.mood = Mood.SILENT
    assert (coder.compare(ADA, approval, within_s=10).unread or "").startswith("a target does not answer")
    with pytest.raises(CoderUnavailable, match="no such approval"):
        coder.compare(BOB, approval, within_s=10)
    assert site.outside.log == []


def test_the_operation_says_what_has_changed_since_it_was_asked_for(site: CoderSite, coder: CoderClient):
    key = site.api.key(ADA, "viewer")
    router = router_over(site.api.pool, site.api.gate, site.api.feed, coder=coder)
    asking = JsonClient(Front(Request.application(router.respond), body=AtMost(MAX_BODY)))

    def compared(approval: UUID) -> Any:
        path, known = f"/v1/approvals/{approval}/compare", {"Authorization": f"Bearer {key}"}
        answer = asking.open(path, method="POST", data=b"", headers=known)
        assert answer.status_code == 200, answer.text
        return answer.json

    approval = site.requested(a_plan(*TWO))
    same = compared(approval)
    assert (same["fits"], same["differences"], same["dry_run_fits"]) == (True, [], True)
    site.outside.revision = 2
    changed = compared(approval)
    assert (changed["fits"], changed["dry_run_fits"]) == (False, False)
    assert "Application argocd/till: base_commit was 1, seen now: 2" in changed["differences"]
    assert "-application till moves from 1" in changed["dry_run_difference"]
    assert "+application till moves from 2" in changed["dry_run_difference"]
    site.outside.mood = Mood.SILENT
    silent = compared(approval)
    assert (silent["fits"], silent["dry_run_fits"]) == (False, None)
    assert silent["unread"].startswith("a target does not answer")


def test_what_was_approved_is_carried_out_once_however_often_it_is_asked_for(site: CoderSite, coder: CoderClient):
    approval = site.granted(a_plan(*TWO))
    first = coder.apply(ADA, approval, within_s=10)
    assert first is not None
    assert first.status is EffectStatus.SUCCEEDED
    assert coder.apply(ADA, approval, within_s=10) == first
    assert [change.place for change in site.outside.log] == [0, 1]
    journal = site.rows("SELECT place, action, attempts, outcome ->> 'status' FROM coder.effect ORDER BY place")
    assert journal == [(0, "argocd.terminate_operation", 1, "succeeded"), (1, "argocd.sync", 1, "succeeded")]
    assert site.rows("SELECT name FROM coder.lease") == []


def test_actions_are_carried_out_one_by_one_where_they_are_named(site: CoderSite, coder: CoderClient):
    approval = site.granted(a_plan(*TWO))
    for place in (0, 1):
        outcome = coder.apply(ADA, approval, actions=(place,), within_s=10)
        assert outcome is not None
        assert [action.index for action in outcome.actions] == [place]
    assert [change.place for change in site.outside.log] == [0, 1]


def test_what_is_not_approved_yet_is_said_so_and_done_later(site: CoderSite, coder: CoderClient):
    approval = site.requested()
    held = coder.apply(ADA, approval, within_s=10)
    assert held is not None
    assert (held.status, held.reason) == (EffectStatus.SKIPPED, "nobody has said yes to it yet")
    site.grant(approval)
    done = coder.apply(ADA, approval, within_s=10)
    assert done is not None
    assert done.status is EffectStatus.SUCCEEDED


def test_what_is_under_way_is_none_and_what_is_unknown_is_looked_up(site: CoderSite, coder: CoderClient):
    silent, lost = site.granted(a_plan(ArgoSync(application="a"))), site.granted(a_plan(ArgoSync(application="b")))
    site.outside.mood = Mood.SILENT
    assert coder.apply(ADA, silent, within_s=10) is None
    site.outside.mood = Mood.ANSWER_LOST
    unknown = coder.apply(ADA, lost, within_s=10)
    assert unknown is not None
    assert unknown.status is EffectStatus.UNKNOWN
    site.outside.mood = Mood.WELL
    outcomes = [coder.apply(ADA, approval, within_s=10) for approval in (silent, lost)]
    assert [outcome and outcome.status for outcome in outcomes] == [EffectStatus.SUCCEEDED] * 2
    assert len(site.outside.log) == 2


def test_what_is_stopped_is_not_begun_and_asked_twice_it_is_the_same(site: CoderSite, coder: CoderClient):
    approval = site.granted()
    coder.cancel(ADA, approval)
    coder.cancel(ADA, approval)
    stopped = coder.apply(ADA, approval, within_s=10)
    assert stopped is not None
    assert (stopped.status, site.outside.log) == (EffectStatus.SKIPPED, [])


def test_what_is_not_there_or_another_tenants_is_not_taken(site: CoderSite, coder: CoderClient):
    approval = site.granted()
    for tenant, asked in ((ADA, uuid4()), (BOB, approval)):
        with pytest.raises(CoderUnavailable, match="no such approval"):
            coder.apply(tenant, asked, within_s=10)
        with pytest.raises(CoderUnavailable, match="no such approval"):
            coder.cancel(tenant, asked)
    assert site.rows("SELECT count(*) FROM coder.task") == [(0,)]


def test_whoever_does_not_answer_or_does_not_know_us_is_not_there(site: CoderSite, coder: CoderClient, tmp_path: Path):
    nobody = CoderClient("http://127.0.0.1:1", audience=AUDIENCE, tokens=site.tokens)
    with pytest.raises(CoderUnavailable, match="ConnectError"):
        nobody.apply(ADA, uuid4(), within_s=1)
    with site.replica() as url:
        elsewhere = CoderClient(url, audience="https://elsewhere", tokens=site.tokens)
        with pytest.raises(CoderUnavailable, match="HTTPStatusError"):
            elsewhere.apply(ADA, uuid4(), within_s=1)
