"""Changes of real repositories: proposed on a branch of their own, once, as they were decided."""

import shutil
from pathlib import Path

import pytest

from shared.adapters.git.policy import RepositoryPolicy
from shared.adapters.git.repositories import GitRepositories
from shared.kernel.vocabulary import ResourceRef
from shared.ports.repository import ChangeRefused, ManifestEdit, RepositoryUnavailable
from tests.support.git_server import CHECKOUT, MANIFEST, GitServer, change_of, repositories, retag

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

FILE = "apps/checkout/deployment.yaml"


@pytest.fixture
def server(tmp_path: Path) -> GitServer:
    return GitServer.at(tmp_path / "server.git")


@pytest.fixture
def ours(tmp_path: Path, server: GitServer) -> GitRepositories:
    return repositories(tmp_path / "cache", server)


def refusal(repositories_: GitRepositories, change) -> str:
    with pytest.raises(ChangeRefused) as refused:
        repositories_.propose(change)
    return refused.value.code


def test_a_value_changes_on_a_branch_of_its_own_and_nothing_else_does(server, ours):
    proposed = ours.propose(change_of(server, retag()))
    assert server.branches() == ["main", "sre/inc-7"]
    assert server.read("sre/inc-7", FILE) == MANIFEST.replace("1.4.2", "1.4.1")
    assert server.read("main", FILE) == MANIFEST
    assert (proposed.files, proposed.repeated) == ((FILE,), False)
    assert proposed.base_commit == server.git("rev-parse", "main").strip()
    message = server.git("log", "-1", "--format=%B", "sre/inc-7")
    assert message.startswith("Roll checkout back to 1.4.1\n\nIncident: INC-7\nApproval: 5f0c1f0e\nPlan-Hash: a1a1")
    assert server.git("log", "-1", "--format=%(trailers:key=Incident,valueonly)", "sre/inc-7").strip() == "INC-7"


def test_a_dry_run_shows_the_same_difference_and_leaves_nothing_behind(server, ours):
    shown = ours.dry_run(change_of(server, retag()))
    assert server.branches() == ["main"]
    assert "-          image: registry.example.com/checkout:1.4.2\n+" in shown.diff
    assert ours.propose(change_of(server, retag())).diff == shown.diff


def test_asked_twice_there_is_one_commit_also_when_the_first_answer_was_lost(server, ours, tmp_path):
    first = ours.propose(change_of(server, retag()))
    again = repositories(tmp_path / "another-machine", server).propose(change_of(server, retag()))
    assert (again.commit, again.diff, again.repeated) == (first.commit, first.diff, True)
    server.commit({"README.md": "moved on"}, "Another")
    assert ours.propose(change_of(server, retag())).commit == first.commit


def test_another_change_under_the_same_branch_is_refused(server, ours):
    ours.propose(change_of(server, retag()))
    assert refusal(ours, change_of(server, retag(), subject="Something else")) == "repository.branch_taken"


def test_what_has_moved_since_it_was_decided_is_refused(server, ours):
    base = server.git("rev-parse", "main").strip()
    server.commit({"README.md": "moved on"}, "Another")
    assert refusal(ours, change_of(server, retag(), base_commit=base)) == "repository.base_moved"
    server.commit({FILE: MANIFEST.replace("1.4.2", "1.5.0")}, "A release")
    assert refusal(ours, change_of(server, retag())) == "repository.value_differs"
    assert server.branches() == ["main"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"branch": "main"}, "repository.branch_protected"),
        ({"branch": "release/1.4"}, "repository.branch_protected"),
        ({"branch": "sre/../main"}, "repository.branch_invalid"),
        ({"branch": "sre/a b"}, "repository.branch_invalid"),
        ({"base_branch": "--upload-pack=touch"}, "repository.branch_invalid"),
        ({"base_branch": "gone"}, "repository.branch_not_found"),
        ({"revert": "a" * 40}, "repository.nothing_to_do"),
    ],
)
def test_only_branches_of_ours_are_pushed(server, ours, more, code):
    assert refusal(ours, change_of(server, retag(), **more)) == code


def test_a_repository_that_is_not_on_the_list_is_not_even_fetched(server, tmp_path):
    ours = GitRepositories(cache=tmp_path / "c", policy=RepositoryPolicy(repositories=["https://git.example.com/*"]))
    assert refusal(ours, change_of(server, retag())) == "repository.not_allowed"
    assert not (tmp_path / "c").exists()


def test_an_address_that_would_run_a_command_runs_none(tmp_path, server):
    address = f"ext::sh -c touch% {tmp_path}/ran"
    ours = GitRepositories(cache=tmp_path / "c", policy=RepositoryPolicy(repositories=[address]), local_files=True)
    change = change_of(GitServer(Path("/nowhere")), retag())
    with pytest.raises(RepositoryUnavailable):
        ours.propose(type(change)(**{**{f: getattr(change, f) for f in change.__slots__}, "repository": address}))
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("path", ["apps/secrets/checkout.yaml", "SECRETS/checkout.yaml", "tls.key/checkout.yaml"])
def test_secrets_are_never_changed(tmp_path, path):
    server = GitServer.at(tmp_path / "s.git", {path: MANIFEST})
    code = "repository.path_denied" if "secrets" in path.lower() else None
    if code:
        assert refusal(repositories(tmp_path / "c", server), change_of(server, retag())) == code
    else:
        assert repositories(tmp_path / "c", server).propose(change_of(server, retag())).files == (path,)


def test_a_push_that_the_other_side_refuses_is_told_with_its_words(server, ours):
    server.hook('echo "policy: tickets first" >&2; exit 1')
    with pytest.raises(ChangeRefused, match="declined") as refused:
        ours.propose(change_of(server, retag()))
    assert refused.value.code == "repository.push_rejected"
    assert server.branches() == ["main"]


def test_what_does_not_answer_in_time_is_unknown_and_looked_at_when_asked_again(server, ours, tmp_path):
    late = repositories(tmp_path / "late", server, timeout_s=3.0)
    server.hook("sleep 60")
    with pytest.raises(RepositoryUnavailable, match="not done in 3 s"):
        late.propose(change_of(server, retag()))
    server.hook("exit 0")
    assert ours.propose(change_of(server, retag())).repeated is False
    assert late.propose(change_of(server, retag())).repeated is True


def test_a_repository_that_is_not_there_is_no_refusal(tmp_path, server):
    gone = repositories(tmp_path / "c", server)
    shutil.rmtree(server.path)
    with pytest.raises(RepositoryUnavailable):
        gone.propose(change_of(server, retag()))


def test_a_link_out_of_the_tree_and_a_pointer_to_a_large_file_are_no_manifests(tmp_path):
    server = GitServer.at(tmp_path / "s.git")
    server.commit({"apps/link.yaml": "/etc/passwd"}, "A link", mode="120000")
    server.commit(
        {"apps/large.yaml": "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"}, "A pointer"
    )
    proposed = repositories(tmp_path / "c", server).propose(change_of(server, retag()))
    assert proposed.files == (FILE,)


def test_line_ends_of_windows_stay(tmp_path):
    text = MANIFEST.replace("\n", "\r\n")
    server = GitServer.at(tmp_path / "s.git", {FILE: text})
    repositories(tmp_path / "c", server).propose(change_of(server, retag()))
    assert server.read("sre/inc-7", FILE) == text.replace("1.4.2", "1.4.1")


KUSTOMIZATION = """\
resources: [../base]
images:
  - name: registry.example.com/checkout   # set by the pipeline
    newTag: 1.4.2
replicas:
  - name: checkout
    count: 3
"""
VALUES = "image:\n  registry: registry.example.com\n  repository: checkout\n  tag: 1.4.2\nreplicaCount: 3\n"


@pytest.mark.parametrize(
    ("files", "edit", "file", "was", "becomes"),
    [
        (
            {"overlays/prod/kustomization.yaml": KUSTOMIZATION, "base/d.yaml": MANIFEST},
            retag(),
            "overlays/prod/kustomization.yaml",
            "newTag: 1.4.2",
            "newTag: 1.4.1",
        ),
        (
            {"overlays/prod/kustomization.yaml": KUSTOMIZATION, "base/d.yaml": MANIFEST},
            ManifestEdit(target=CHECKOUT, pointer="/spec/replicas", before=3, after=5),
            "overlays/prod/kustomization.yaml",
            "count: 3",
            "count: 5",
        ),
        (
            {"chart/values.yaml": VALUES, "chart/templates/d.yaml": "image: {{ .Values.image }}"},
            retag(),
            "chart/values.yaml",
            "tag: 1.4.2",
            "tag: 1.4.1",
        ),
    ],
)
def test_what_overrides_a_manifest_is_changed_and_not_the_manifest(tmp_path, files, edit, file, was, becomes):
    server = GitServer.at(tmp_path / "s.git", files)
    proposed = repositories(tmp_path / "c", server).propose(change_of(server, edit))
    assert proposed.files == (file,)
    assert server.read("sre/inc-7", file) == files[file].replace(was, becomes)


def test_a_value_in_two_places_or_in_none_is_for_a_person(tmp_path):
    server = GitServer.at(tmp_path / "s.git", {"eu/d.yaml": MANIFEST, "us/d.yaml": MANIFEST})
    ours = repositories(tmp_path / "c", server)
    assert refusal(ours, change_of(server, retag())) == "repository.value_ambiguous"
    assert ours.propose(change_of(server, retag(), folder="us")).files == ("us/d.yaml",)
    other = ManifestEdit(
        target=ResourceRef(kind="Deployment", name="cart"), pointer="/spec/replicas", before=1, after=2
    )
    assert refusal(ours, change_of(server, other, branch="sre/other")) == "repository.value_not_found"


def test_a_commit_is_taken_back_and_what_came_after_it_stays(server, ours):
    bad = server.commit({FILE: MANIFEST.replace("1.4.2", "1.5.0"), "apps/new.yaml": "a: 1\n"}, "A release")
    server.commit({FILE: MANIFEST.replace("1.4.2", "1.5.0").replace("replicas: 3", "replicas: 4")}, "More of it")
    proposed = ours.propose(change_of(server, revert=bad))
    assert server.read("sre/inc-7", FILE) == MANIFEST.replace("replicas: 3", "replicas: 4")
    assert set(proposed.files) == {FILE, "apps/new.yaml"}


def test_a_revert_that_meets_a_later_change_is_for_a_person(server, ours):
    bad = server.commit({FILE: MANIFEST.replace("1.4.2", "1.5.0")}, "A release")
    server.commit({FILE: MANIFEST.replace("1.4.2", "1.6.0")}, "The next")
    assert refusal(ours, change_of(server, revert=bad)) == "repository.merge_conflict"
    assert refusal(ours, change_of(server, revert="b" * 40)) == "repository.commit_not_found"
    assert refusal(ours, change_of(server, revert="--all")) == "repository.commit_invalid"


def test_a_commit_that_is_taken_back_already_changes_nothing(server, ours):
    bad = server.commit({FILE: MANIFEST.replace("1.4.2", "1.5.0")}, "A release")
    server.commit({FILE: MANIFEST}, "Back by hand")
    assert refusal(ours, change_of(server, revert=bad)) in {"repository.nothing_changes", "repository.merge_conflict"}


def test_a_server_of_many_large_files_costs_no_checkout(tmp_path):
    server = GitServer.at(tmp_path / "s.git")
    server.commit({f"data/{n}.bin": f"{n}" * 200_000 for n in range(20)}, "Large ones")
    cache = tmp_path / "c"
    repositories(cache, server).propose(change_of(server, retag()))
    assert not list(cache.rglob("*.bin"))
