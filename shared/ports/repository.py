"""Repositories as whoever changes them sees them: a change is proposed on a branch of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from shared.kernel.vocabulary import ResourceRef

Json = str | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestEdit:
    """One value of one object, wherever in the repository it is written down."""

    target: ResourceRef
    pointer: str
    """The value's place in the object, as a JSON Pointer (RFC 6901)."""
    before: Json
    after: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryChange:
    """What shall be different. One of ``edits``, ``revert``, ``files`` and ``appended`` is given: values, a commit
    taken back, new files, ends of files.
    """

    repository: str
    """Where it is cloned from."""
    base_branch: str
    base_commit: str | None = None
    """The commit that the change was decided on; None: whatever the branch is at."""
    folder: str = ""
    """Only files below it are looked at; empty: all."""
    branch: str
    """The branch to propose it on; the same for the same change, so that a repetition finds it."""
    edits: Sequence[ManifestEdit] = ()
    revert: str | None = None
    """A commit in full, whose change is taken back."""
    revert_to: str | None = None
    """An earlier commit in full: all that was changed since, up to ``revert``, is taken back. None: one commit is."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Path and text of files that are made; one that is there with this very text stays."""
    appended: Mapping[str, str] = field(default_factory=dict)
    """Path of files that are there, and the text that is added to their end, after an empty line."""
    subject: str
    """First line of the commit's message."""
    body: str = ""
    trailers: Mapping[str, str] = field(default_factory=dict)
    """Last lines of the message, such as the incident, the approval and the plan's hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedChange:
    commit: str
    """The new commit in full; in a dry run, the one that it would be made on."""
    base_commit: str
    diff: str
    """As `git diff` shows it, cut to what one can read."""
    files: Sequence[str]
    repeated: bool = False
    """True: the branch was there already, with this very change."""


class ChangeRefused(Exception):  # noqa: N818 - an answer to whoever asks for the change
    """It cannot be made as it was decided; asking again gives the same. ``code`` is stable, ``detail`` for people."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


class RepositoryUnavailable(Exception):  # noqa: N818 - names the state
    """No answer, or none in time. ``sent``: a push was under way, and whether it arrived is unknown; asking again looks
    there first.
    """

    def __init__(self, detail: str, *, sent: bool = False) -> None:
        super().__init__(detail)
        self.sent = sent


class Repositories(Protocol):
    def dry_run(self, change: RepositoryChange) -> ProposedChange:
        """Says what the change would do; nothing leaves this machine. Raises ChangeRefused, RepositoryUnavailable."""

    def propose(self, change: RepositoryChange) -> ProposedChange:
        """Pushes it on its branch; of the same change asked for twice there is one commit. Raises as ``dry_run``."""
