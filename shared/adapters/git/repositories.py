"""Proposing changes with git's plumbing: no file is checked out, so no hook, filter or symbolic link has a say."""

import fcntl
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shared.adapters.git.command import Git
from shared.adapters.git.objects import Tree, commit_of, edited_tree, tree_with_ends, tree_with_files
from shared.adapters.git.policy import RepositoryPolicy
from shared.adapters.git.reverting import Reverted, reverted_tree
from shared.kernel.canonical import sha256_hex, shortened
from shared.ports.repository import (
    ChangeRefused,
    ProposedChange,
    Repositories,
    RepositoryChange,
    RepositoryUnavailable,
)

_DEPTH: Final = 100
_LONGEST_DIFF: Final = 64 * 1024
_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,199}")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_BASE, _PROPOSED = "refs/sre/base", "refs/sre/proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class GitRepositories:
    """``cache`` keeps what was fetched; ``secret_of`` gives git's configuration with the credential of a repository."""

    cache: Path
    policy: RepositoryPolicy
    timeout_s: float = 120.0
    local_files: bool = False
    secret_of: Callable[[str], Mapping[str, str]] = lambda _repository: {}
    author: str = "Ameide SRE <sre@ameide.invalid>"

    def dry_run(self, change: RepositoryChange) -> ProposedChange:
        with self._opened(change) as git:
            base = _base_of(git, change)
            tree = _changed_tree(git, change, base, self.policy)
            return _told(git, commit=base, base=base, tree=tree.tree_id)

    def propose(self, change: RepositoryChange) -> ProposedChange:
        with self._opened(change) as git:
            if repeated := _found_on_branch(git, change, self.policy):
                return repeated
            base = _base_of(git, change)
            tree = _changed_tree(git, change, base, self.policy)
            commit = commit_of(git, tree, base, _message(change), self.author)
            _push(git, commit, change.branch)
            return _told(git, commit=commit, base=base, tree=commit)

    @contextmanager
    def _opened(self, change: RepositoryChange) -> Iterator[Git]:
        """One at a time for each repository. Raises ChangeRefused for what may not be asked at all."""
        self.policy.refuse_change(change)
        for branch in (change.branch, change.base_branch):
            if not _BRANCH.fullmatch(branch) or ".." in branch or branch.endswith((".lock", "/", ".")):
                raise ChangeRefused("repository.branch_invalid", f"{branch[:80]!a} is no name of a branch")
        directory = self.cache / sha256_hex(change.repository)[:32]
        directory.mkdir(parents=True, exist_ok=True)
        git = Git(
            directory=directory,
            timeout_s=self.timeout_s,
            local_files=self.local_files,
            secret=self.secret_of(change.repository),
        )
        with (directory / "in-use").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            if not (directory / "HEAD").exists():
                git.tell("init", "--quiet", "--bare", ".")
                git.tell("config", "remote.origin.url", change.repository)
            yield git


def _base_of(git: Git, change: RepositoryChange) -> str:
    """Fetches the branch that the change is made on. Raises ChangeRefused when it has moved since it was decided."""
    _fetch(git, f"+refs/heads/{change.base_branch}:{_BASE}")
    base = git.tell("rev-parse", _BASE).text.strip()
    if change.base_commit is not None and change.base_commit != base:
        raise ChangeRefused(
            "repository.base_moved", f"{change.base_branch} is at {base[:12]} now: look at it again and propose anew"
        )
    return base


def _fetch(git: Git, refspec: str) -> None:
    result = git.ask("fetch", "--quiet", "--no-tags", f"--depth={_DEPTH}", "origin", refspec)
    if result.code == 0:
        return
    if "couldn't find remote ref" in result.err:
        raise ChangeRefused("repository.branch_not_found", result.err[:300])
    raise RepositoryUnavailable(f"the repository does not answer: {result.err[:500]}")


def _found_on_branch(git: Git, change: RepositoryChange, policy: RepositoryPolicy) -> ProposedChange | None:
    """What a call before this one has pushed, whether or not its answer arrived. Raises ChangeRefused for any other."""
    try:
        _fetch(git, f"+refs/heads/{change.branch}:{_PROPOSED}")
    except ChangeRefused:
        return None
    commit = git.tell("rev-parse", _PROPOSED).text.strip()
    base = git.tell("log", "-1", "--format=%P", commit).text.partition(" ")[0].strip()
    if not _is_ours(git, change, commit, base, policy):
        raise ChangeRefused("repository.branch_taken", f"{change.branch} is there with another change")
    return _told(git, commit=commit, base=base, tree=commit, repeated=True)


def _is_ours(git: Git, change: RepositoryChange, commit: str, base: str, policy: RepositoryPolicy) -> bool:
    """Whether the commit says what we say, changes what we change, and stands on the branch that it is meant for."""
    if git.tell("log", "-1", "--format=%B", commit).text.strip() != _message(change).strip() or not base:
        return False
    _fetch(git, f"+refs/heads/{change.base_branch}:{_BASE}")
    if git.ask("merge-base", "--is-ancestor", base, _BASE).code != 0:
        return False
    tree = _changed_tree(git, change, base, policy)
    return tree.tree_id == git.tell("rev-parse", f"{commit}^{{tree}}").text.strip()


def _changed_tree(git: Git, change: RepositoryChange, base: str, policy: RepositoryPolicy) -> Tree:
    with tempfile.TemporaryDirectory(dir=git.directory) as scratch:
        index = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
        git.tell("read-tree", base, environment=index)
        if change.revert is not None:
            to = None if change.revert_to is None else _fetched(git, change.revert_to)
            tree = reverted_tree(git, Reverted(_fetched(git, change.revert), to), base, index, Path(scratch))
        elif change.files:
            tree = tree_with_files(git, change.files, base, index)
        elif change.appended:
            tree = tree_with_ends(git, change.appended, base, index)
        else:
            tree = edited_tree(git, change.folder, change.edits, base, index)
    policy.refuse_paths(tree.paths)
    if tree.tree_id == git.tell("rev-parse", f"{base}^{{tree}}").text.strip():
        raise ChangeRefused("repository.nothing_changes", f"{change.base_branch} is so already")
    return tree


def _fetched(git: Git, commit: str) -> str:
    if not _COMMIT.fullmatch(commit):
        raise ChangeRefused("repository.commit_invalid", f"{commit[:80]!a} is no commit in full")
    if git.ask("cat-file", "-e", f"{commit}^{{commit}}").code != 0:
        raise ChangeRefused("repository.commit_not_found", f"{commit[:12]} is not one of the last {_DEPTH} there")
    return commit


def _push(git: Git, commit: str, branch: str) -> None:
    """Never by force. Raises ChangeRefused when the other side says no."""
    try:
        result = git.ask("push", "--porcelain", "origin", f"{commit}:refs/heads/{branch}")
    except RepositoryUnavailable as late:
        raise RepositoryUnavailable(str(late), sent=True) from late
    if result.code == 0:
        return
    said = f"{result.text} {result.err}"
    if "[remote rejected]" in said or "[rejected]" in said:
        raise ChangeRefused("repository.push_rejected", " ".join(said.split())[:500])
    raise RepositoryUnavailable(f"whether the push arrived is not known: {result.err[:500]}", sent=True)


def _message(change: RepositoryChange) -> str:
    trailers = "\n".join(f"{name}: {' '.join(value.split())}" for name, value in change.trailers.items())
    return "\n\n".join(part for part in (" ".join(change.subject.split()), change.body.strip(), trailers) if part)


def _told(git: Git, *, commit: str, base: str, tree: str, repeated: bool = False) -> ProposedChange:
    # Names of blobs in full: how short they may be depends on what else was fetched.
    diff = git.tell("diff", "--full-index", "--no-ext-diff", "--no-textconv", base, tree).text
    names = git.tell("diff", "--name-only", "-z", base, tree).text
    return ProposedChange(
        commit=commit,
        base_commit=base,
        diff=shortened(diff, _LONGEST_DIFF),
        files=tuple(name for name in names.split("\0") if name),
        repeated=repeated,
    )


_: type[Repositories] = GitRepositories
