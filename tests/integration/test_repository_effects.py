"""Reverts, carried out at real repositories and a forge that answers as GitHub does."""

import shutil
from pathlib import Path

import httpx
import pytest

from shared.ports.effects import EffectUnavailable
from shared.remediation.outcome import EffectStatus
from tests.support.carried import BAD, FILE, Carried, release, revert
from tests.support.git_server import MANIFEST, GitServer
from tests.support.github import HEAD_MOVED, GitHub, ok
from tests.support.orders import APPROVAL, BRANCH, EFFECT, INCIDENT, order_of, soon

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


@pytest.fixture
def server(tmp_path: Path) -> GitServer:
    return GitServer.at(tmp_path / "server.git")


@pytest.fixture
def forge(server: GitServer) -> GitHub:
    return GitHub(server)


@pytest.fixture
def effect(tmp_path: Path, server: GitServer, forge: GitHub) -> "Carried":
    return Carried(tmp_path, server, forge)


def test_a_revert_becomes_a_merge_on_the_base_that_says_whose_it_is(server, forge, effect):
    action = release(server)
    outcome = effect.perform(action)
    merge = server.git("rev-parse", "main").strip()
    assert (outcome.status, outcome.revision, outcome.application) == (EffectStatus.SUCCEEDED, merge, "checkout")
    assert outcome.references == ("https://github.com/acme/shop/pull/1",)
    assert outcome.undo == revert(server, merge)
    assert server.read("main", FILE) == MANIFEST
    trailers = server.git("log", "-1", "--format=%(trailers)", BRANCH)
    assert trailers.split() == [
        *("Incident:", str(INCIDENT), "Approval:", str(APPROVAL)),
        *("Plan-Hash:", "a1" * 32, "Effect:", str(EFFECT)),
    ]
    body = forge.pulls[0]["body"]
    assert "`Deployment shop/checkout crash-loops: exit 1`" in body
    assert "### Mended when" in body


def test_its_undo_brings_back_what_was_reverted(server, effect):
    undo = effect.perform(release(server)).undo
    other = order_of(undo, effect_id=APPROVAL)
    assert effect.of(undo).perform(other, soon()).status is EffectStatus.SUCCEEDED
    assert server.read("main", FILE) == BAD


def test_done_twice_it_is_there_once(server, forge, effect):
    action = release(server)
    first, again = effect.perform(action), effect.perform(action)
    assert first == again
    assert (len(forge.pulls), forge.asked.count("PUT merge"), forge.asked.count("POST pulls")) == (1, 1, 1)


def test_a_stretch_of_commits_is_taken_back_to_where_it_was(server, effect):
    before = server.git("rev-parse", "main").strip()
    server.commit({FILE: BAD}, "Release 1.5.0")
    last = server.commit({FILE: BAD.replace("replicas: 3", "replicas: 9")}, "More of it")
    assert effect.perform(revert(server, last, before)).status is EffectStatus.SUCCEEDED
    assert server.read("main", FILE) == MANIFEST


def test_a_dry_run_shows_the_difference_and_asks_nobody_for_anything(server, forge, effect):
    action = release(server)
    told, again = effect.dry_run(action), effect.dry_run(action)
    assert told == again
    assert told.problems == ()
    assert "-          image: registry.example.com/checkout:1.5.0" in told.text
    assert (server.branches(), forge.asked) == (["main"], [])


def test_a_difference_that_is_too_long_is_bound_all_the_same(server, effect):
    rows = [f"- {number:08}" for number in range(9_000)]
    texts = []
    for name, last in (("a", "- 8999"), ("b", "- x")):
        added = server.commit({f"apps/{name}.yaml": "\n".join([*rows, last])}, "Long")
        texts.append(effect.dry_run(revert(server, added)).text)
    assert all("SHA-256 of the whole" in text for text in texts)
    assert len({text[-90:] for text in texts}) == 2


def test_where_a_person_merges_it_waits_with_its_address(server, forge, effect):
    effect.merge = False
    action = release(server)
    outcome = effect.perform(action)
    assert (outcome.status, outcome.references) == (EffectStatus.PENDING, ("https://github.com/acme/shop/pull/1",))
    assert effect.look_up(action) == outcome
    forge.pulls[0].update(state="closed", merged_at="2026-03-01T12:00:00Z", merge_commit_sha="c" * 40)
    found = effect.look_up(action)
    assert (found.status, found.revision) == (EffectStatus.SUCCEEDED, "c" * 40)


def test_what_the_forge_wants_a_person_for_waits(server, forge, effect):
    rule = "At least 1 approving review is required by reviewers with write access."
    forge.answers["PUT merge"] = [ok({"message": rule}, 405)]
    outcome = effect.perform(release(server))
    assert outcome.status is EffectStatus.PENDING
    assert rule in outcome.detail


NO_MERGE_COMMITS = {
    "message": "Merge commits are not allowed on this repository.",
    "documentation_url": "https://docs.github.com/articles/about-pull-request-merges/",
    "status": "405",
}


def test_squashed_by_a_person_it_is_found_by_the_commit_that_the_forge_names(server, forge, effect):
    """That commit has another id than the branch's, no trailers, and a base that has moved on; the branch is gone."""
    forge.answers["PUT merge"] = [ok(NO_MERGE_COMMITS, 405)]
    action = release(server)
    assert effect.perform(action).status is EffectStatus.PENDING
    proposed = server.git("rev-parse", BRANCH).strip()
    server.commit({"README.md": "Meanwhile\n"}, "Somebody else's")
    squashed = forge.squash(1)
    later = server.commit({"README.md": "Later\n"}, "Somebody else's, later")
    found = effect.look_up(action)
    assert (found.status, found.revision) == (EffectStatus.SUCCEEDED, squashed)
    assert squashed not in (proposed, later)
    assert found.undo.revision == squashed
    assert effect.perform(action) == found, "it is not proposed again"


def test_only_the_commit_that_was_approved_is_merged(server, forge, effect):
    forge.answers["PUT merge"] = [ok(HEAD_MOVED, 409)]
    action = release(server)
    assert effect.perform(action).status is EffectStatus.PENDING
    tip = server.git("rev-parse", BRANCH).strip()
    theirs = server.commit({FILE: "image: theirs\n"}, server.git("log", "-1", "--format=%B", tip).strip())
    server.git("update-ref", f"refs/heads/{BRANCH}", theirs)
    outcome = effect.perform(action)
    assert (outcome.status, "another change" in outcome.detail) == (EffectStatus.FAILED, True)
    assert forge.asked.count("PUT merge") == 1


def test_closed_by_a_person_it_has_failed(server, forge, effect):
    effect.merge = False
    action = release(server)
    effect.perform(action)
    forge.pulls[0]["state"] = "closed"
    assert effect.look_up(action).status is EffectStatus.FAILED
    assert effect.perform(action).status is EffectStatus.FAILED
    assert len(forge.pulls) == 1


@pytest.mark.parametrize("lost", ["POST pulls", "PUT merge"])
def test_what_was_sent_and_not_answered_is_unknown_and_goes_on_from_there(server, forge, effect, lost):
    forge.lost.add(lost)
    action = release(server)
    assert effect.perform(action).status is EffectStatus.UNKNOWN
    found = effect.look_up(action)
    assert (found is None) is (lost == "POST pulls")
    assert effect.perform(action).status is EffectStatus.SUCCEEDED
    assert (len(forge.pulls), server.git("rev-list", "--count", "main").strip()) == (1, "4")


def test_a_push_without_an_answer_is_unknown(server, forge, effect):
    action = release(server)
    server.hook("sleep 60")
    outcome = effect.of(action).perform(order_of(action), soon(5))
    assert outcome.status is EffectStatus.UNKNOWN
    assert effect.look_up(action) is None


@pytest.mark.parametrize(
    "away",
    [
        httpx.ConnectError("away"),
        ok({"message": "Server Error"}, 502),
        ok({"message": "You have exceeded a secondary rate limit."}, 403, **{"Retry-After": "60"}),
    ],
)
def test_a_forge_that_does_not_answer_is_asked_again_before_anything_is_pushed(server, forge, effect, away):
    forge.answers["GET pulls"] = [away]
    with pytest.raises(EffectUnavailable):
        effect.perform(release(server))
    assert server.branches() == ["main"]


def test_a_repository_that_is_gone_is_no_outcome(server, effect):
    action = release(server)
    shutil.rmtree(server.path)
    with pytest.raises(EffectUnavailable):
        effect.perform(action)


def test_a_token_that_may_not_is_told(server, forge, effect):
    forge.answers["POST pulls"] = [ok({"message": "Resource not accessible by personal access token"}, 403)]
    outcome = effect.perform(release(server))
    assert (outcome.status, "not accessible" in outcome.detail) == (EffectStatus.FAILED, True)


def test_what_cannot_be_merged_with_what_came_since_is_for_a_person(server, forge, effect):
    action = release(server)
    server.commit({FILE: BAD.replace("1.5.0", "1.6.0")}, "Release 1.6.0")
    outcome = effect.perform(action)
    assert (outcome.status, "changed since" in outcome.detail) == (EffectStatus.FAILED, True)
    assert effect.dry_run(action).problems == (outcome.detail,)
    assert (server.branches(), forge.pulls) == (["main"], [])


def test_a_hook_that_says_no_is_told_with_its_words(server, effect):
    action = release(server)
    server.hook('echo "tickets first" >&2; exit 1')
    outcome = effect.perform(action)
    assert (outcome.status, "declined" in outcome.detail) == (EffectStatus.FAILED, True)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("apps/secrets/a.yaml", ("*",)), (".github/workflows/ci.yml", ("*",)), ("infra/a.yaml", ("apps/*",))],
)
def test_a_revert_that_touches_what_is_denied_is_refused(server, effect, path, allowed):
    effect.allowed = allowed
    action = revert(server, server.commit({path: "a: 1\n"}, "Something else"))
    assert effect.perform(action).status is EffectStatus.REFUSED
    assert server.branches() == ["main"]


@pytest.mark.parametrize("revision", ["main", "HEAD~1", "a" * 40, "--all"])
def test_what_names_no_commit_there_is_refused(server, effect, revision):
    assert effect.perform(revert(server, revision)).status in {EffectStatus.REFUSED, EffectStatus.FAILED}
