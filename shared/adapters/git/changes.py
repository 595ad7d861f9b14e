"""Actions as changes of repositories: which branch, which message, and what a person reads in the pull request."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from shared.adapters.git.proposing import ChangeMaker, DecidedChange, RepositoryPlace
from shared.ports.effects import EffectOrder
from shared.ports.repository import ChangeRefused, Json, ManifestEdit, RepositoryChange
from shared.remediation.actions import Action, AmendRunbook, GitPatch, GitRevert, WriteNote
from shared.remediation.manifests import called

#: Gives the place of the repository at an address; None: it is none that may be changed.
PlaceOf = Callable[[str], RepositoryPlace | None]
_MOST_SENTENCES = 20
A = TypeVar("A", GitRevert, GitPatch, WriteNote, AmendRunbook)


@dataclass(frozen=True, slots=True)
class ApplicationSource:
    """Where the manifests of an application are."""

    repository: str
    folder: str
    """Below which they are; empty: anywhere."""


#: Asks, before a moment of ``time.monotonic``. Raises ChangeRefused and EffectUnavailable.
SourceOf = Callable[[str, float], ApplicationSource]


@dataclass(frozen=True, slots=True)
class Reverting:
    place_of: PlaceOf

    @property
    def kind(self) -> str:
        return "git.revert"

    def repository_of(self, action: Action) -> str:
        return _is(GitRevert, action).repository

    def decided(self, order: EffectOrder, until: float) -> DecidedChange:
        del until
        action = _is(GitRevert, order.action)
        place = _place(self.place_of, action.repository)
        what = f"revision {action.revision[:12]}"
        if action.back_to is not None:
            what = f"{what}, back to {action.back_to[:12]}"
        change = RepositoryChange(
            repository=place.repository,
            base_branch=place.base,
            branch=branch_of(order),
            revert=action.revision,
            revert_to=action.back_to,
            subject=f"Revert {what} of {action.application}",
            trailers=trailers_of(order),
        )
        return DecidedChange(place=place, change=change, body=body_of(order), application=action.application)


@dataclass(frozen=True, slots=True)
class Patching:
    place_of: PlaceOf
    source_of: SourceOf

    @property
    def kind(self) -> str:
        return "git.patch"

    def repository_of(self, action: Action) -> str:
        patch = _is(GitPatch, action)
        return f"of {patch.application or called(patch.target)}"

    def decided(self, order: EffectOrder, until: float) -> DecidedChange:
        action = _is(GitPatch, order.action)
        if action.application is None:
            raise ChangeRefused("repository.not_known", f"whose manifest {called(action.target)} is, a person must say")
        if not action.after:
            raise ChangeRefused(
                "repository.value_open", f"a person must choose the value: {action.bound or 'no bound'}"
            )
        source = self.source_of(action.application, until)
        place = _place(self.place_of, source.repository)
        edit = ManifestEdit(
            target=action.target,
            pointer=action.pointer,
            before=_scalar(action.before),
            after=_scalar(action.after),
        )
        change = RepositoryChange(
            repository=place.repository,
            base_branch=place.base,
            folder=source.folder,
            branch=branch_of(order),
            edits=(edit,),
            subject=f"Set {action.pointer} of {called(action.target)} to {action.after}"[:200],
            trailers=trailers_of(order),
        )
        return DecidedChange(place=place, change=change, body=body_of(order), application=action.application)


@dataclass(frozen=True, slots=True)
class NoteWriting:
    place_of: PlaceOf

    @property
    def kind(self) -> str:
        return "backlog.note"

    def repository_of(self, action: Action) -> str:
        return _is(WriteNote, action).repository

    def decided(self, order: EffectOrder, until: float) -> DecidedChange:
        del until
        action = _is(WriteNote, order.action)
        place = _place(self.place_of, action.repository)
        change = RepositoryChange(
            repository=place.repository,
            base_branch=place.base,
            branch=branch_of(order),
            files={action.path: action.text},
            subject=" ".join(action.title.split()),
            trailers=trailers_of(order),
        )
        return DecidedChange(place=place, change=change, body=body_of(order), application=None)


@dataclass(frozen=True, slots=True)
class RunbookAmending:
    place_of: PlaceOf

    @property
    def kind(self) -> str:
        return "runbook.amend"

    def repository_of(self, action: Action) -> str:
        return _is(AmendRunbook, action).repository

    def decided(self, order: EffectOrder, until: float) -> DecidedChange:
        del until
        action = _is(AmendRunbook, order.action)
        place = _place(self.place_of, action.repository)
        change = RepositoryChange(
            repository=place.repository,
            base_branch=place.base,
            branch=branch_of(order),
            appended={action.path: action.text},
            subject=f"Say in runbook {' '.join(action.slug.split())} where it went otherwise"[:200],
            trailers=trailers_of(order),
        )
        return DecidedChange(place=place, change=change, body=body_of(order), application=None)


def branch_of(order: EffectOrder) -> str:
    """The same for the same order; made of ids alone, since names from outside have no say in it."""
    incident = order.incident_id.hex[:12] if order.incident_id else "plan"
    return f"sre/{incident}-{order.effect_id}"


def trailers_of(order: EffectOrder) -> dict[str, str]:
    return {
        "Incident": str(order.incident_id or "none"),
        "Approval": str(order.approval_id),
        "Plan-Hash": order.plan_hash,
        "Effect": str(order.effect_id),
    }


def body_of(order: EffectOrder) -> str:
    """What a reviewer reads: why, on what it rests, how it is checked, and what it was approved as."""
    parts = [_plain(order.summary)] if order.summary else []
    for title, sentences in (("Why", order.because), ("Mended when", order.verify)):
        if sentences:
            parts.append("\n".join([f"### {title}", *(f"- {_plain(each)}" for each in sentences[:_MOST_SENTENCES])]))
    parts.append("\n".join(f"{name}: {value}" for name, value in trailers_of(order).items()))
    return "\n\n".join(parts)


def _plain(text: str) -> str:
    """One line in which nobody is mentioned, no link stands and nothing is closed by a number."""
    line = " ".join(text.split())[:500]
    return f"`{line.replace('`', chr(39))}`"


def _place(place_of: PlaceOf, address: str) -> RepositoryPlace:
    place = place_of(address)
    if place is None:
        raise ChangeRefused("repository.not_allowed", f"{address[:300]!a} is not on the list of repositories")
    return place


def _scalar(text: str) -> Json:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise ChangeRefused("repository.value_invalid", f"{text[:100]!a} is no JSON") from wrong
    if not isinstance(value, str | int | float | bool | None):
        raise ChangeRefused("repository.value_invalid", "only a single value can be changed, and no list or object")
    return value


def _is(kind: type[A], action: Action) -> A:
    if not isinstance(action, kind):
        raise TypeError(f"{action.action} is not done here")
    return action


_: tuple[type[ChangeMaker], ...] = (Reverting, Patching, NoteWriting, RunbookAmending)
