"""The bundled forge: pull requests in GitHub's shapes, merges that git makes, and a branch that takes no pushes."""

from dataclasses import replace
from typing import Any

import pytest

from local.fleet.breakages import GOOD
from local.fleet.history import FleetCommit
from local.forge.pull_requests import PullRequestFile
from local.world.requests import WorldRequest
from shared.adapters.git.command import Git
from tests.support.demo_world import READER, WorldUnderTest, a_world, ask

REPO = "/repos/tidewater/fleet"
FILE = "apps/pricing/deployment.yaml"


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> WorldUnderTest:
    return a_world(tmp_path_factory.mktemp("forge"), services=["pricing"])


def push(world: WorldUnderTest, branch: str, **changed: Any) -> str:
    """Makes a branch with one commit on top of main; gives the commit."""
    git = world.world.repository.git
    text = replace(GOOD, **changed).files()[FILE]
    index = {"GIT_INDEX_FILE": str(world.places.world / f"index-{branch}")}
    git.tell("read-tree", "main", environment=index)
    blob = git.tell("hash-object", "-w", "--stdin", given=text.encode()).text.strip()
    git.tell("update-index", "--add", "--cacheinfo", f"100644,{blob},{FILE}", environment=index)
    tree = git.tell("write-tree", environment=index).text.strip()
    who = {f"GIT_{role}_{part}": "ana@x.example" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    made = git.tell("commit-tree", tree, "-p", "main", "-m", f"On {branch}", environment=who).text.strip()
    git.tell("update-ref", f"refs/heads/{branch}", made)
    return made


def forge(world: WorldUnderTest, method: str, path: str, body: Any = None, **more: str) -> tuple[int, Any]:
    return ask(world.world.forge, method, f"{REPO}{path}", body, **more)


def opened(world: WorldUnderTest, branch: str, **changed: Any) -> tuple[int, str]:
    """Gives the number of a new pull request, and the last commit of its branch."""
    head = push(world, branch, **changed)
    status, found = forge(world, "POST", "/pulls", {"title": f"Take {branch}", "head": branch, "base": "main"})
    assert status == 201, found
    return found["number"], head


def test_a_pull_request_is_opened_shown_and_listed(world):
    number, head = opened(world, "shown", replicas=3)
    status, found = forge(world, "GET", f"/pulls/{number}", bearer=READER)
    assert (status, found["state"], found["head"]["sha"], found["base"]["sha"]) == (
        200,
        "open",
        head,
        world.world.repository.head(),
    )
    assert (found["mergeable"], found["mergeable_state"], found["merged"]) == (True, "clean", False)
    query = "head=tidewater:shown&base=main&state=all&sort=created&direction=desc&per_page=1"
    assert [each["number"] for each in forge(world, "GET", f"/pulls?{query}")[1]] == [number]
    assert forge(world, "GET", "/pulls?head=tidewater:never&state=all") == (200, [])


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"head": "never-pushed"}, None),
        ({"head": "same", "base": "gone"}, None),
        ({"head": "main"}, "No commits between main and main"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(world, asked, message):
    if asked["head"] == "same":
        push(world, "same", replicas=4)
    status, said = forge(world, "POST", "/pulls", {"title": "x", "base": "main", **asked})
    assert (status, said["message"]) == (422, "Validation Failed")
    assert said["errors"][0].get("message") == message


def test_there_is_one_open_pull_request_for_a_branch(world):
    opened(world, "twice", replicas=5)
    status, said = forge(world, "POST", "/pulls", {"title": "x", "head": "twice", "base": "main"})
    assert (status, said["errors"][0]["message"]) == (422, "A pull request already exists for tidewater:twice.")


def test_a_merge_is_a_commit_of_git_with_both_parents(world):
    before = world.world.repository.head()
    number, head = opened(world, "good", replicas=2)
    asked = {"sha": head, "merge_method": "merge", "commit_title": "Mend pricing", "commit_message": "INC-1"}
    status, said = forge(world, "PUT", f"/pulls/{number}/merge", asked)
    assert (status, said["merged"]) == (200, True)
    made = world.world.repository.said(said["sha"])
    assert (world.world.repository.head(), made.parents) == (said["sha"], (before, head))
    assert (made.message, made.author.split(" ")[0]) == ("Mend pricing\n\nINC-1", "sre-coder")
    _, found = forge(world, "GET", f"/pulls/{number}")
    assert (found["state"], found["merged"], found["merge_commit_sha"]) == ("closed", True, said["sha"])
    status, said = forge(world, "PUT", f"/pulls/{number}/merge", asked)
    assert (status, said["message"]) == (405, "Pull Request is not mergeable")


def test_a_branch_that_has_moved_is_not_merged(world):
    number, _ = opened(world, "moved", replicas=6)
    status, said = forge(world, "PUT", f"/pulls/{number}/merge", {"sha": "0" * 40})
    assert (status, said["message"]) == (409, "Head branch was modified. Review and try the merge again.")
    head = push(world, "moved", replicas=7)
    assert forge(world, "GET", f"/pulls/{number}")[1]["head"]["sha"] == head


def test_a_conflict_is_not_merged(world):
    number, head = opened(world, "conflict", version="3.0.0")
    other = replace(GOOD, version="4.0.0")
    world.world.repository.commit(FleetCommit(at=world.clock.at, author="ana", subject="First", files=other.files()))
    _, found = forge(world, "GET", f"/pulls/{number}")
    assert (found["mergeable"], found["mergeable_state"]) == (False, "dirty")
    status, said = forge(world, "PUT", f"/pulls/{number}/merge", {"sha": head})
    assert (status, said["message"]) == (405, "Pull Request is not mergeable")


def test_a_closed_one_is_not_merged(world):
    number, head = opened(world, "closed", replicas=8)
    assert forge(world, "PATCH", f"/pulls/{number}", {"state": "closed"})[1]["state"] == "closed"
    assert forge(world, "PUT", f"/pulls/{number}/merge", {"sha": head})[0] == 405


def test_main_takes_no_pushes_and_other_branches_do(world, tmp_path):
    git = Git(directory=tmp_path, local_files=True)
    git.tell("clone", "--quiet", world.world.repository.url, ".")
    tip = world.world.repository.head()
    parent = world.world.repository.said(tip).parents[0]
    refused = git.ask("push", "--force", "origin", f"{parent}:refs/heads/main")
    assert (refused.code, "GH006: Protected branch update failed for refs/heads/main" in refused.err) == (1, True)
    assert git.ask("push", "origin", f"{parent}:refs/heads/sre/new").code == 0
    assert (world.world.repository.head(), world.world.repository.head("sre/new")) == (tip, parent)


def test_who_only_reads_changes_nothing_and_a_stranger_sees_nothing(world):
    number, _ = opened(world, "readers", replicas=9)
    assert forge(world, "PUT", f"/pulls/{number}/merge", {}, bearer=READER)[0] == 403
    status, said = forge(world, "GET", "/pulls", bearer="")
    assert (status, said["message"]) == (401, "Bad credentials")
    assert forge(world, "GET", "/pulls/4711") == (404, forge(world, "GET", "/pulls/x")[1])
    assert ask(world.world.forge, "GET", "/repos/other/fleet/pulls")[0] == 404


def test_a_person_reads_a_page_with_the_difference(world):
    number, _ = opened(world, "paged", replicas=10)
    page = world.world.forge.answer(WorldRequest("GET", f"/tidewater/fleet/pull/{number}")).body.decode()
    assert page.startswith(f"#{number} Take paged\nopen: paged into main\n")
    assert "+  replicas: 10" in page


def test_pull_requests_outlive_the_process(world):
    number, head = opened(world, "kept", replicas=11)
    kept = PullRequestFile(world.places.world / "pulls.json").kept
    assert kept == world.world.forge.pulls.kept.kept
    assert kept[number].head_sha == head
