"""What has changed since an incident began, and is not our own doing: what a person may have done. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from shared.diagnosis.changes import changes_in
from shared.diagnosis.hypothesis import Diagnosis
from shared.diagnosis.snapshot import ObservedChange, Snapshot
from shared.remediation.case import World
from shared.remediation.proposal import RemediationPlan
from shared.remediation.still_holding import UNREAD, not_holding

#: Who writes in our name, as objects say it.
OUR_MANAGER: Final = "ameide-sre"
_EDITED_BY: Final = "was changed by "
#: Edits by these are what was committed.
_DEPLOYERS: Final = frozenset(
    {"argocd-controller", "argocd-application-controller", "helm", "helm-controller", "kustomize-controller"}
)
_COUNTED: Final = frozenset({"generation", "resource_version", "base_commit", "application_revision"})
_MOST: Final = 40
_LONGEST: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSince:
    """``changes``: one sentence each, the earliest first; ``by_hand``: which of them no repository knows of."""

    changes: tuple[str, ...]
    by_hand: tuple[str, ...]
    unread: tuple[str, ...]


def changed_since(
    snapshot: Snapshot, since: datetime, *, plan: RemediationPlan | None = None, ours: Collection[str] = ()
) -> ChangedSince:
    """``plan``: the last that was proposed, whose preconditions say how it was. ``ours``: commits that we made."""
    seen = [each for each in changes_in(snapshot.objects, since, snapshot.at) if not _is_ours(each, ours)]
    told = [*map(_told, seen), *(() if plan is None else _compared(plan, snapshot))]
    return ChangedSince(
        changes=tuple(islice(dict.fromkeys(told), _MOST)),
        by_hand=tuple(islice((_told(each) for each in seen if _is_by_hand(each)), _MOST)),
        unread=tuple(islice(dict.fromkeys(f"{gap.wanted} ({gap.problem})"[:_LONGEST] for gap in snapshot.gaps), _MOST)),
    )


def _told(change: ObservedChange) -> str:
    return f"{change.subject} {change.summary}, {change.at:%Y-%m-%d %H:%M:%S} UTC"[:_LONGEST]


def _is_ours(change: ObservedChange, ours: Collection[str]) -> bool:
    edited = change.summary.startswith(f"{_EDITED_BY}{OUR_MANAGER}")
    return edited or any(commit[:12] in change.summary for commit in ours if commit)


def _is_by_hand(change: ObservedChange) -> bool:
    manager = change.summary.removeprefix(_EDITED_BY)
    return manager != change.summary and manager not in _DEPLOYERS


def _compared(plan: RemediationPlan, snapshot: Snapshot) -> Iterator[str]:
    """Numbers and commits of what the plan rests on, then and now; what could not be read says nothing."""
    for each, now in not_holding(plan, World(snapshot, snapshot.at), Diagnosis()):
        if each.what in _COUNTED and not now.startswith(UNREAD):
            yield f"{each.subject}: {each.what.replace('_', ' ')} was {each.expected}, is {now}"[:_LONGEST]
