"""Carrying out what changes a repository: a branch, a pull request, and where that is allowed its merge."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from shared.adapters.effects.outcomes import outcome_of
from shared.ports.effects import ActionDryRun, Effector, EffectOrder, EffectUnavailable
from shared.ports.pull_requests import PullRequest, PullRequestRefused, PullRequests, PullRequestsUnavailable
from shared.ports.repository import (
    ChangeRefused,
    ProposedChange,
    Repositories,
    RepositoryChange,
    RepositoryUnavailable,
)
from shared.remediation.actions import Action, GitRevert
from shared.remediation.outcome import ActionOutcome, EffectStatus

#: Refusals that are about the repository as it is now, and not about a rule.
_IN_VAIN: Final = frozenset(
    {
        "repository.base_moved",
        "repository.branch_not_found",
        "repository.branch_taken",
        "repository.commit_not_found",
        "repository.file_not_found",
        "repository.merge_conflict",
        "repository.nothing_changes",
        "repository.push_rejected",
        "repository.value_ambiguous",
        "repository.value_differs",
        "repository.value_not_found",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryPlace:
    """A repository that may be changed, with what asks it."""

    repository: str
    base: str
    within: Callable[[float], Repositories]
    """Gives what changes it, where no command takes longer than so many seconds."""
    pull_requests: Callable[[], PullRequests]
    """Gives the forge's API; its client is imported at the first call."""
    merge: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedChange:
    """An action as the change of a repository that it is."""

    place: RepositoryPlace
    change: RepositoryChange
    body: str
    """Of the pull request."""
    application: str | None


class ChangeMaker(Protocol):
    """Knows one kind of action that changes a repository."""

    @property
    def kind(self) -> str: ...

    def repository_of(self, action: Action) -> str:
        """Names what is changed; the same for the same repository."""

    def decided(self, order: EffectOrder, until: float) -> DecidedChange:
        """Raises ChangeRefused where it may not or cannot be done, and EffectUnavailable."""


@dataclass(frozen=True, slots=True)
class RepositoryEffector:
    maker: ChangeMaker

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset({self.maker.kind})

    def target_of(self, action: Action) -> str:
        return f"repository {self.maker.repository_of(action)}"

    def dry_run(self, order: EffectOrder, until: float) -> ActionDryRun:
        try:
            decided = self.maker.decided(order, until)
            shown = decided.place.within(_left(until)).dry_run(decided.change)
        except ChangeRefused as refused:
            text = f"{order.action.action} cannot be done: {refused.detail}"
            return ActionDryRun(text=text, problems=(refused.detail,))
        except RepositoryUnavailable as away:
            raise EffectUnavailable(str(away)) from away
        return ActionDryRun(text=_shown(decided, shown))

    def perform(self, order: EffectOrder, until: float) -> ActionOutcome:
        try:
            decided = self.maker.decided(order, until)
            forge = decided.place.pull_requests()
            found = _found(forge, decided)
            if found and (found.state != "open" or not decided.place.merge):
                return _settled(order, decided, found)
            proposed = decided.place.within(_left(until)).propose(decided.change)
        except ChangeRefused as refused:
            return outcome_of(order, _status(refused), refused.detail)
        except PullRequestRefused as no:
            return outcome_of(order, EffectStatus.FAILED, str(no))
        except RepositoryUnavailable as away:
            if not away.sent:
                raise EffectUnavailable(str(away)) from away
            return outcome_of(order, EffectStatus.UNKNOWN, str(away))
        return _opened(order, decided, forge, proposed)

    def look_up(self, order: EffectOrder, until: float) -> ActionOutcome | None:
        try:
            decided = self.maker.decided(order, until)
            found = _found(decided.place.pull_requests(), decided)
        except ChangeRefused:
            return None
        except PullRequestRefused as no:
            return outcome_of(order, EffectStatus.UNKNOWN, f"it cannot be looked up: {no}")
        if found is None or (found.state == "open" and decided.place.merge):
            return None
        return _settled(order, decided, found)


def _opened(order: EffectOrder, decided: DecidedChange, forge: PullRequests, proposed: ProposedChange) -> ActionOutcome:
    """From here the branch is there: what is not answered is unknown."""
    change = decided.change
    try:
        found = forge.open(branch=change.branch, base=change.base_branch, title=change.subject, body=decided.body)
    except PullRequestRefused as no:
        return outcome_of(order, EffectStatus.FAILED, f"branch {change.branch} is pushed, and no pull request: {no}")
    except PullRequestsUnavailable as away:
        said = f"branch {change.branch} is pushed; whether there is a pull request is not known: {away}"
        return outcome_of(order, EffectStatus.UNKNOWN, said)
    return _merged(order, decided, forge, found, proposed.commit)


def _merged(
    order: EffectOrder, decided: DecidedChange, forge: PullRequests, found: PullRequest, commit: str
) -> ActionOutcome:
    """From a pull request of our own commit that is there."""
    if found.state != "open" or not decided.place.merge:
        return _settled(order, decided, found)
    message = f"{decided.change.subject} (#{found.number})\n\n{_trailers(decided.change)}"
    try:
        return _settled(order, decided, forge.merge(found, commit=commit, message=message))
    except PullRequestRefused as no:
        return _settled(order, decided, found, f"a person must merge it: {no}")
    except PullRequestsUnavailable as away:
        said = f"whether pull request {found.number} is merged is not known: {away}"
        return outcome_of(order, EffectStatus.UNKNOWN, said, references=(found.url,))


def _settled(order: EffectOrder, decided: DecidedChange, found: PullRequest, why: str = "") -> ActionOutcome:
    """What a pull request is, as an outcome."""
    if found.state == "closed":
        said = f"pull request {found.number} was closed and not merged"
        return outcome_of(order, EffectStatus.FAILED, said, references=(found.url,))
    if found.state == "open":
        said = why or f"pull request {found.number} waits for a person to merge it"
        waiting = EffectStatus.PENDING
        return outcome_of(order, waiting, said, references=(found.url,), application=decided.application)
    commit, application = found.merge_commit, decided.application
    undo = None
    if commit and application:
        undo = GitRevert(application=application, repository=decided.change.repository, revision=commit)
    return outcome_of(
        order,
        EffectStatus.SUCCEEDED,
        f"pull request {found.number} is merged as {(commit or 'a commit that is not told')[:12]}",
        references=(found.url,),
        application=application,
        revision=commit,
        undo=undo,
    )


def _found(forge: PullRequests, decided: DecidedChange) -> PullRequest | None:
    try:
        return forge.find(branch=decided.change.branch, base=decided.change.base_branch)
    except PullRequestsUnavailable as away:
        raise EffectUnavailable(str(away)) from away


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise EffectUnavailable("no time was left to ask")
    return left


def _status(refused: ChangeRefused) -> EffectStatus:
    return EffectStatus.FAILED if refused.code in _IN_VAIN else EffectStatus.REFUSED


def _shown(decided: DecidedChange, shown: ProposedChange) -> str:
    change, place = decided.change, decided.place
    merged = "merged by us where the forge allows it" if place.merge else "merged by a person"
    head = f"Pull request to {change.base_branch} of {change.repository}, {merged}: {change.subject}"
    return f"{head}\n{shown.diff}"


def _trailers(change: RepositoryChange) -> str:
    return "\n".join(f"{name}: {value}" for name, value in change.trailers.items())


_: type[Effector] = RepositoryEffector
