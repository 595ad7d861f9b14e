"""Patches, notes and hostile names, carried out at real repositories and a forge that answers as GitHub does."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from shared.remediation.actions import AmendRunbook, GitPatch, GitRevert, WriteNote
from shared.remediation.outcome import EffectStatus
from tests.support.carried import FILE, Carried, release
from tests.support.git_server import CHECKOUT, IMAGE, MANIFEST, GitServer
from tests.support.github import GitHub
from tests.support.orders import BRANCH, EFFECT

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


def patch(after: str = '"registry.example.com/checkout:1.4.1"', **more: Any) -> GitPatch:
    said = {"application": "checkout", "target": CHECKOUT, "pointer": IMAGE} | more
    return GitPatch(**{"before": '"registry.example.com/checkout:1.4.2"', "after": after, **said})


def test_a_patch_changes_one_value_where_the_application_has_its_manifests(server, effect):
    outcome = effect.perform(patch())
    assert outcome.status is EffectStatus.SUCCEEDED
    assert server.read("main", FILE) == MANIFEST.replace("1.4.2", "1.4.1")


@pytest.mark.parametrize(
    ("action", "status"),
    [
        (patch(after=""), EffectStatus.REFUSED),
        (patch(after="[1]"), EffectStatus.REFUSED),
        (patch(after="{"), EffectStatus.REFUSED),
        (patch(application=None), EffectStatus.REFUSED),
        (patch(before='"registry.example.com/checkout:1.0.0"'), EffectStatus.FAILED),
        (patch(pointer="/spec/replicas", before="4", after="5"), EffectStatus.FAILED),
    ],
)
def test_a_patch_that_is_not_decided_or_does_not_fit_is_not_made(server, effect, action, status):
    assert effect.perform(action).status is status
    assert server.branches() == ["main"]


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "apps/bomb.yaml": BOMB,
    "apps/deep.yaml": "[" * 5_000,
    "apps/itself.yaml": "a: &a [*a]\n",
    "apps/tag.yaml": "!!python/object/apply:os.system ['touch ran']\n",
    "apps/twice.yaml": "kind: Deployment\nkind: Deployment\n",
    "apps/odd.yaml": "\x00\x01\x02",
    "apps/merge.yaml": "<<: *nowhere\n",
}


def test_files_that_are_meant_to_hurt_are_nobodys_manifests(server, effect):
    server.commit(HOSTILE, "Planted")
    assert effect.perform(patch()).status is EffectStatus.SUCCEEDED
    assert server.read("main", FILE) == MANIFEST.replace("1.4.2", "1.4.1")


def note(server: GitServer, path: str = "incidents/2026-03-01-checkout.md") -> WriteNote:
    return WriteNote(
        repository=server.url, path=path, title="Checkout did not start", text="# Checkout\n\nIt is well.\n"
    )


def test_a_note_is_a_new_file(server, forge, effect):
    outcome = effect.perform(note(server))
    assert outcome.status is EffectStatus.SUCCEEDED
    assert server.read("main", note(server).path) == note(server).text
    assert forge.pulls[0]["title"] == "Checkout did not start"


def test_a_note_whose_file_is_there_with_another_text_is_not_written_over(server, effect):
    server.commit({note(server).path: "theirs\n"}, "Theirs")
    outcome = effect.perform(note(server))
    assert (outcome.status, "another text" in outcome.detail) == (EffectStatus.REFUSED, True)


@pytest.mark.parametrize(
    "path", ["../up.md", "a/../../up.md", "/etc/passwd", ".git/config", "a//b", "a/./b", FILE + "/b"]
)
def test_a_note_stays_below_the_root(server, effect, path):
    assert effect.perform(note(server, path)).status is EffectStatus.REFUSED


def test_names_from_outside_have_no_say_in_branches(server, forge, effect):
    action = release(server).model_copy(update={"application": "x; rm -rf / `id` $(id)\n--force"})
    outcome = effect.perform(action, because=("see @everyone, fixes #1, [x](http://evil.example)\n# Owned",))
    assert outcome.status is EffectStatus.SUCCEEDED
    assert BRANCH in server.branches()
    assert "\n# Owned" not in forge.pulls[0]["body"]


def test_an_order_without_an_incident_has_a_branch_too(server, effect):
    assert effect.perform(release(server), incident_id=None).status is EffectStatus.SUCCEEDED
    assert f"sre/plan-{EFFECT}" in server.branches()


def test_a_link_on_the_way_to_a_note_is_not_followed(server, effect):
    server.commit({"incidents": "/etc"}, "A link", mode="120000")
    assert effect.perform(note(server)).status is EffectStatus.REFUSED


def test_an_unreadable_place_is_refused(server, effect):
    action = replace_repository(release(server))
    assert effect.perform(action).status is EffectStatus.REFUSED
    assert effect.look_up(action) is None


def replace_repository(action: GitRevert) -> GitRevert:
    return action.model_copy(update={"repository": "https://elsewhere.example/x.git"})


RUNBOOK = "# Checkout is down\n\n## Steps\n\n1. Restart it\n"
SECTION = "## About INC-7: where it went otherwise\n\nStep restart-it failed.\n"


def amendment(server: GitServer, path: str = "runbooks/checkout.md") -> AmendRunbook:
    return AmendRunbook(repository=server.url, path=path, slug="checkout", text=SECTION)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_runbook_gets_a_section_at_its_end_and_keeps_the_rest(server, forge, effect, line_end):
    server.commit({"runbooks/checkout.md": RUNBOOK.replace("\n", line_end)}, "A runbook")
    assert effect.perform(amendment(server)).status is EffectStatus.SUCCEEDED
    expected = f"{RUNBOOK}\n{SECTION}".replace("\n", line_end)
    assert server.read("main", "runbooks/checkout.md") == expected
    assert forge.pulls[0]["title"] == "Say in runbook checkout where it went otherwise"


def test_a_runbook_whose_file_is_gone_or_a_link_is_left_alone(server, effect):
    server.commit({"runbooks/linked.md": "/etc/passwd"}, "A link", mode="120000")
    for path in ("runbooks/gone.md", "runbooks/linked.md"):
        outcome = effect.perform(amendment(server, path))
        assert (outcome.status, "no file of text" in outcome.detail) == (EffectStatus.FAILED, True)


def test_what_a_runbook_says_already_is_not_said_again(server, effect):
    server.commit({"runbooks/checkout.md": f"{RUNBOOK}\n{SECTION}"}, "It says so")
    assert "is so already" in effect.perform(amendment(server)).detail
