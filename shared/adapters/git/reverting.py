"""Taking back what a commit changed, file by file; what has changed since is merged, or the revert is refused."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from shared.adapters.git.command import Git, fields_of
from shared.adapters.git.objects import Tree, TreeEntry, content_of, entries_of, put
from shared.ports.repository import ChangeRefused

_NOTHING = "0" * 6
_REGULAR = frozenset({"100644", "100755"})


class FileChange(NamedTuple):
    """What a commit did to one file: from ``was`` to ``became``; a mode of zeros is no file."""

    path: str
    was: TreeEntry
    became: TreeEntry


class Reverted(NamedTuple):
    """A commit that is taken back, with all that lies between it and ``to``; None: alone."""

    commit: str
    to: str | None


def reverted_tree(git: Git, reverted: Reverted, base: str, index: Mapping[str, str], scratch: Path) -> Tree:
    """Makes the base's tree without what the commit, or the stretch of commits, did. Raises ChangeRefused."""
    changes = _changes_between(git, _before(git, reverted, base), reverted.commit)
    now = entries_of(git, base)
    for change in changes:
        _take_back(git, change, now.get(change.path), index, scratch)
    return Tree(git.tell("write-tree", environment=index).text.strip(), [change.path for change in changes])


def _before(git: Git, reverted: Reverted, base: str) -> str:
    """The commit whose state is wanted back. Of a merge it is the one that was merged into, where that is sure."""
    commit, to = reverted
    if to is not None:
        if git.ask("merge-base", "--is-ancestor", to, commit).code != 0:
            raise ChangeRefused("repository.not_revertible", f"{to[:12]} is not known to lie before {commit[:12]}")
        return to
    parents = git.tell("log", "-1", "--format=%P", commit).text.split()
    if len(parents) > 1 and commit not in git.tell("rev-list", "--first-parent", base).text.split():
        raise ChangeRefused("repository.not_revertible", f"{commit[:12]} has {len(parents)} parents: a person must say")
    if not parents:
        raise ChangeRefused("repository.not_revertible", f"what was before {commit[:12]} was not fetched")
    return parents[0]


def _changes_between(git: Git, before: str, commit: str) -> list[FileChange]:
    told = git.ask("diff-tree", "-r", "-z", "--no-renames", before, commit)
    if told.code != 0:
        raise ChangeRefused("repository.not_revertible", f"what was before {commit[:12]} was not fetched")
    fields = fields_of(told)
    return [_change(head, path) for head, path in zip(fields[::2], fields[1::2], strict=True)]


def _change(head: str, path: str) -> FileChange:
    was_mode, mode, was, blob, _letter = head.removeprefix(":").split()
    return FileChange(path, TreeEntry(was_mode, was, 0), TreeEntry(mode, blob, 0))


def _take_back(git: Git, change: FileChange, now: TreeEntry | None, index: Mapping[str, str], scratch: Path) -> None:
    stands = (_NOTHING, None) if now is None else (now.mode, now.blob)
    left = (change.became.mode, None if change.became.mode == _NOTHING else change.became.blob)
    if stands == left:
        _put_back(git, change, index)
    elif now is not None and now.mode in _REGULAR and {change.was.mode, change.became.mode} <= _REGULAR:
        put(git, change.path, now.mode, _merged(git, change, now, scratch), index)
    else:
        raise _conflict(change)


def _put_back(git: Git, change: FileChange, index: Mapping[str, str]) -> None:
    if change.was.mode == _NOTHING:
        gone = f"0 {'0' * len(change.became.blob)}\t{change.path}\0".encode()
        git.tell("update-index", "-z", "--index-info", given=gone, environment=index)
    else:
        entry = f"{change.was.mode},{change.was.blob},{change.path}"
        git.tell("update-index", "--add", "--cacheinfo", entry, environment=index)


def _merged(git: Git, change: FileChange, now: TreeEntry, scratch: Path) -> bytes:
    files = []
    for name, blob in (("now", now.blob), ("became", change.became.blob), ("was", change.was.blob)):
        file = scratch / name
        file.write_bytes(content_of(git, blob))
        files.append(str(file))
    merged = git.ask("merge-file", "-p", *files)
    if merged.code != 0:
        raise _conflict(change)
    return merged.out


def _conflict(change: FileChange) -> ChangeRefused:
    return ChangeRefused("repository.merge_conflict", f"{change.path} has changed since in the same place")
