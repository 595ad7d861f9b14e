"""The bare repository that applications follow, made and read by git itself; ``main`` takes no pushes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from local.fleet.history import FleetCommit
from shared.adapters.git.command import Git, fields_of
from shared.adapters.git.objects import contents_of, entries_of

BRANCH: Final = "main"
_HEAD: Final = f"refs/heads/{BRANCH}"
_DOMAIN: Final = "tidewater.example"
#: As GitHub words it.
_PROTECTING: Final = f"""#!/bin/sh
if [ "$1" = {_HEAD} ]; then
  echo "error: GH006: Protected branch update failed for {_HEAD}." >&2
  echo "error: Changes must be made through a pull request." >&2
  exit 1
fi
"""
_FIELDS: Final = "%H%x00%P%x00%an <%ae>%x00%aI%x00%B%x01"


class CommitSaid(NamedTuple):
    """What a commit says of itself; ``author`` with the address, ``message`` whole."""

    sha: str
    parents: tuple[str, ...]
    author: str
    at: datetime
    message: str


@dataclass(frozen=True, slots=True)
class FleetRepository:
    path: Path

    @property
    def url(self) -> str:
        return f"file://{self.path}"

    @property
    def git(self) -> Git:
        return Git(directory=self.path, local_files=True)

    def create(self, commits: Iterable[FleetCommit]) -> None:
        """Makes it from nothing, with these commits on ``main``."""
        self.path.mkdir(parents=True)
        self.git.tell("init", "--quiet", "--bare", f"--initial-branch={BRANCH}", ".")
        self.git.tell("config", "core.logAllRefUpdates", "true")
        self.git.tell("fast-import", "--quiet", given=b"".join(map(_imported, commits)))
        hook = self.path / "hooks" / "update"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(_PROTECTING, "utf-8")
        hook.chmod(0o755)

    def commit(self, one: FleetCommit) -> str:
        """Adds a commit to ``main`` as its owner may, past the hook; gives the commit."""
        self.git.tell("fast-import", "--quiet", given=_imported(one, self.head()))
        return self.head()

    def head(self, branch: str = BRANCH) -> str:
        """The commit that a branch is at. Raises RepositoryUnavailable where there is no such branch."""
        return self.git.tell("rev-parse", "--verify", "--quiet", f"refs/heads/{branch}").text.strip()

    def find(self, revision: str) -> str | None:
        """The commit that a revision names: a branch, a tag, a commit; None: nothing of that name."""
        found = self.git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        return found.text.strip() if found.code == 0 else None

    def tree(self, commit: str, folder: str) -> str | None:
        """The id of what a folder holds at a commit; None: there is none."""
        found = self.git.ask("rev-parse", "--verify", "--quiet", f"{commit}:{folder}")
        return found.text.strip() if found.code == 0 else None

    def files(self, commit: str, folder: str) -> Mapping[str, str]:
        """Reads the files below a folder at a commit, by their paths."""
        entries = entries_of(self.git, commit, folder)
        texts = contents_of(self.git, [entry.blob for entry in entries.values()])
        return {path: texts[entry.blob].decode("utf-8", "replace") for path, entry in entries.items()}

    def said(self, commit: str) -> CommitSaid:
        return next(self._told("-1", commit))

    def history(self) -> list[CommitSaid]:
        """Tells what was merged into or committed to ``main``, the oldest first."""
        return [*self._told("--reverse", "--first-parent", _HEAD)]

    def touched(self, commit: str) -> frozenset[str]:
        """Names the files that a commit changed against its first parent."""
        against = ("--root", commit) if not self.said(commit).parents else (f"{commit}^1", commit)
        return frozenset(fields_of(self.git.tell("diff-tree", "-r", "-z", "--name-only", "--no-commit-id", *against)))

    def _told(self, *which: str) -> Iterator[CommitSaid]:
        told = self.git.tell("log", f"--format={_FIELDS}", *which).text
        for each in filter(None, (part.strip("\n") for part in told.split("\x01"))):
            sha, parents, author, at, message = each.split("\0")
            yield CommitSaid(sha, tuple(parents.split()), author, datetime.fromisoformat(at), message.strip())


def _imported(one: FleetCommit, parent: str = "") -> bytes:
    """Writes a commit as fast-import reads it; without a parent it follows the one before in the same stream."""
    who = f"{one.author.title()} <{one.author}@{_DOMAIN}> {int(one.at.timestamp())} +0000\n"
    message = f"{one.subject}\n\n{one.body}\n" if one.body else f"{one.subject}\n"
    parts = [f"commit {_HEAD}\nauthor {who}committer {who}".encode(), _data(message)]
    parts += [f"from {parent}\n".encode()] if parent else []
    for path, text in one.files.items():
        parts += [f"M 100644 inline {path}\n".encode(), _data(text)]
    return b"".join([*parts, b"\n"])


def _data(text: str) -> bytes:
    content = text.encode()
    return b"data %d\n%b\n" % (len(content), content)
