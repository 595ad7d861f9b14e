"""Verifications of changes as their process facts tell them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID

from shared.app.operations.view import View
from shared.domain.change_policy.values import ChangePolicyDefinition
from shared.kernel.envelope import Envelope
from shared.kernel.vocabulary import ResourceRef
from shared.ports.current_state import Stored
from shared.processes.change_verification.facts import (
    ChangeReadRequested,
    ChangeVerificationCompleted,
    ChangeVerificationEnded,
)
from shared.processes.change_verification.look import ChangeCommit, ChangeOutcome
from shared.remediation.outcome import VerificationCheck


class ChangeStanding(StrEnum):
    UNDER_WAY = "under_way"
    """It waits for what is reported, or for the hold to be over."""
    READING = "reading"
    """Argo CD itself is asked."""
    COMPLETED = "completed"
    """It is decided."""
    ENDED = "ended"
    """It is over without a result."""


class ChangeVerificationView(View):
    """The verification of one change is shown."""

    workflow_id: str
    """The verification: `change/<source>/<namespace>/<application>/<revision>`."""
    application: ResourceRef
    """The Argo CD application; its cluster is the registered source that speaks of it."""
    revision: str
    """What is deployed: a commit or a chart version."""
    previous: str
    """The revision before."""
    standing: ChangeStanding
    """Whether it is under way or over."""
    hold_s: int
    """Seconds for which everything must stay well."""
    ends_at: datetime
    """When a change that is not confirmed counts as failed, in UTC."""
    started_at: datetime
    """When the change was seen, in UTC."""
    updated_at: datetime
    """When it last said something, in UTC."""
    version: int
    """How many process facts it has said."""
    outcome: ChangeOutcome | None = None
    """How it ended. Null: it is not decided, or is over without a result."""
    reason: str | None = None
    """What was said last, in a line. Null: nothing yet."""
    checks: tuple[VerificationCheck, ...] = ()
    """What the live state said."""
    commit: ChangeCommit | None = None
    """Who changed what. Null: Argo CD does not tell, or was not asked yet."""
    touched: tuple[ResourceRef, ...] = ()
    """Resources that the synchronisation changed."""
    incident_id: UUID | None = None
    """The incident that names the change. Null: none is needed."""
    joined: bool = False
    """True when that incident was open already."""


class ChangeVerifications(View):
    """Verifications of changes."""

    items: tuple[ChangeVerificationView, ...]
    """The newest, the newest first."""


class ChangePolicyView(View):
    """The tenant's policy for changes is shown as it stands."""

    version: int
    """How many facts the policy has; 0 when nobody has ever put one."""
    policy_version: int
    """Counts definitions from 1; 0 is the built-in one, by which no change is verified."""
    definition: ChangePolicyDefinition
    """Of which applications changes are verified."""
    updated_at: datetime | None
    """When it was last put, in UTC. Null: nobody has ever put one."""


def change_views(facts: Iterable[Envelope[Any]]) -> tuple[ChangeVerificationView, ...]:
    """Folds process facts, those of one verification together and in their order."""
    return tuple(_view(list(said)) for _, said in groupby(facts, key=lambda fact: fact.aggregate_id))


def change_policy_view(stored: Stored | None) -> ChangePolicyView:
    if stored is None:
        return ChangePolicyView(version=0, policy_version=0, definition=ChangePolicyDefinition(), updated_at=None)
    return ChangePolicyView.model_validate({**stored.state, "version": stored.version, "updated_at": stored.updated_at})


def _view(said: Sequence[Envelope[Any]]) -> ChangeVerificationView:
    first, last = said[0], said[-1]
    shown = {
        **dict(first.data),
        "standing": ChangeStanding.UNDER_WAY,
        "started_at": first.occurred_at,
        "updated_at": last.occurred_at,
        "version": last.aggregate_version,
    }
    for fact in said:
        shown |= _told(fact.data)
    return ChangeVerificationView.model_validate(shown)


def _told(fact: Any) -> dict[str, Any]:
    match fact:
        case ChangeReadRequested():
            return {"standing": ChangeStanding.READING, "reason": fact.reason}
        case ChangeVerificationCompleted():
            return {"standing": ChangeStanding.COMPLETED, **dict(fact)}
        case ChangeVerificationEnded():
            return {"standing": ChangeStanding.ENDED, "reason": fact.reason}
        case _:
            return {}
