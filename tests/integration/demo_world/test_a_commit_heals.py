"""A revert is proposed as the product does it, merged by the forge, applied by Argo CD, and the pods run again."""

from pathlib import Path

import httpx

from shared.adapters.forges.github import GitHubPullRequests
from shared.adapters.git.policy import RepositoryPolicy
from shared.adapters.git.repositories import GitRepositories
from shared.ports.pull_requests import PullRequest
from shared.ports.repository import RepositoryChange
from tests.support.demo_world import WRITER, WorldUnderTest, a_world, ask, served

_PROJECT = "tidewater/fleet"


def propose_the_revert(world: WorldUnderTest, directory: Path, pull_requests: GitHubPullRequests) -> PullRequest:
    repository = world.world.repository
    change = RepositoryChange(
        repository=repository.url,
        base_branch="main",
        base_commit=repository.head(),
        branch="sre/inc-1",
        revert=repository.head(),
        subject="Take pricing 2.14.0 back",
    )
    repositories = GitRepositories(
        cache=directory / "cache", policy=RepositoryPolicy(repositories=[repository.url]), local_files=True
    )
    repositories.propose(change)
    return pull_requests.open(branch=change.branch, base="main", title=change.subject, body="INC-1")


def merged(world: WorldUnderTest, directory: Path) -> str:
    with served(world) as urls, httpx.Client() as client:
        pull_requests = GitHubPullRequests(_PROJECT, WRITER, api=urls["forge"], client=client)
        opened = propose_the_revert(world, directory, pull_requests)
        path = f"/repos/{_PROJECT}/pulls/{opened.number}"
        shown = ask(world.world.forge, "GET", path)[1]
        status, said = ask(world.world.forge, "PUT", f"{path}/merge", {"sha": shown["head"]["sha"]})
        assert (status, said["merged"]) == (200, True)
        found = pull_requests.find(branch="sre/inc-1", base="main")
    assert found is not None
    assert (found.state, found.merge_commit) == ("merged", said["sha"])
    return str(said["sha"])


def test_what_a_commit_broke_another_one_heals(tmp_path):
    world = a_world(tmp_path, services=["pricing"])
    assert world.ready() == [False, False]
    assert world.application()["status"]["health"]["status"] == "Degraded"
    commit = merged(world, tmp_path)
    assert world.world.repository.head() == commit
    world.passes(15)
    status = world.application()["status"]
    assert (status["sync"]["status"], status["sync"]["revision"]) == ("Synced", commit)
    assert status["operationState"]["phase"] == "Succeeded"
    assert status["history"][-1]["revision"] == commit
    assert status["health"]["status"] == "Healthy"
    assert world.ready() == [True, True]
    restarts = [pod["status"]["containerStatuses"][0]["restartCount"] for pod in world.pods()]
    world.passes(60)
    assert [pod["status"]["containerStatuses"][0]["restartCount"] for pod in world.pods()] == restarts == [0, 0]
    assert [entry[1:] for entry in world.did()] == [("open", "pulls", 201), ("merge", "pulls/1", 200)]


def test_what_is_stubborn_no_commit_heals(tmp_path):
    world = a_world(tmp_path, services=["pricing"], stubborn=True)
    commit = merged(world, tmp_path)
    world.passes(60)
    status = world.application()["status"]
    assert (status["sync"]["status"], status["sync"]["revision"]) == ("Synced", commit)
    assert status["health"]["status"] == "Progressing"
    assert world.ready() == [False, False]
    assert min(pod["status"]["containerStatuses"][0]["restartCount"] for pod in world.pods()) > 0
    logs = world.last_lines()
    assert logs == {'level=fatal msg="tariff tables have schema 41, and this version reads up to 40"'}
