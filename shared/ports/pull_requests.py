"""Asking people to take a branch into another one, where their repository is kept."""

from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRequest:
    number: int
    """As people call it there."""
    url: str
    state: Literal["open", "merged", "closed"]
    merge_commit: str | None = None
    """The commit on the base branch that it became; None: it is not merged, or the other side does not say."""
    head: str | None = None
    """The last commit of its branch; None: the other side does not say."""


class PullRequestRefused(Exception):  # noqa: N818 - an answer to whoever asks
    """The other side says no; asking again gives the same."""


class PullRequestsUnavailable(Exception):  # noqa: N818 - names the state
    """No answer in time, or none that can be used now. ``retry_after_s`` is what the other side asks for, if it does.

    Whether something was made is unknown; asking again looks there first.
    """

    def __init__(self, detail: str, retry_after_s: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


class PullRequests(Protocol):
    def open(self, *, branch: str, base: str, title: str, body: str) -> PullRequest:
        """Gives the one that there is for the branch, in whatever state, or opens one.

        Raises PullRequestRefused and PullRequestsUnavailable.
        """

    def find(self, *, branch: str, base: str) -> PullRequest | None:
        """Gives the newest for the branch; None: there was never one. Raises as ``open``."""

    def merge(self, found: PullRequest, *, commit: str, message: str) -> PullRequest:
        """Takes it into its base, only while ``commit`` is the last one of its branch; one that is not open any more is
        given as it is. Raises PullRequestRefused where a rule there wants a person, or the branch has moved, and
        PullRequestsUnavailable.
        """
