"""What a look at a change brought: whether it is what runs, who made it, and what it touched."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.kernel.value import Value
from shared.kernel.vocabulary import ResourceRef
from shared.remediation.outcome import VerificationCheck


class ChangeOutcome(StrEnum):
    """How the verification of a change ended."""

    CONFIRMED = "confirmed"
    """It was synchronised, became healthy and stayed so for the hold time."""
    NOT_CONFIRMED = "not_confirmed"
    """It failed, or was not well in time; an incident names it."""
    UNREAD = "unread"
    """By what was reported it is well, and Argo CD could not be asked to say so itself."""


class ChangeCommit(Value):
    """The commit of a change, as Argo CD tells it."""

    revision: Annotated[str, Field(max_length=200)]
    """The commit in full."""
    author: Annotated[str, Field(max_length=300)] = ""
    """Who wrote it, with the address; empty when it is not told."""
    message: Annotated[str, Field(max_length=2_000)] = ""
    """Its message, cut."""
    written_at: datetime | None = None
    """When it was made, by the author's clock; null when it is not told."""
    pull_request: Annotated[str, Field(max_length=100)] = ""
    """The pull or merge request that its message names, such as `#42`; empty when it names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLook:
    """``unread``: why nothing could be read; empty when it was. ``configured``: whether an Argo CD is set up at all.

    ``number``: which look of the verification it answers, counted from 1; 0: whichever is under way.
    """

    checks: tuple[VerificationCheck, ...] = ()
    commit: ChangeCommit | None = None
    touched: tuple[ResourceRef, ...] = ()
    unwell: tuple[ResourceRef, ...] = ()
    unread: str = ""
    configured: bool = True
    number: int = 0

    @property
    def holds(self) -> bool:
        return not self.unread and all(check.holds is True for check in self.checks)

    @property
    def failing(self) -> tuple[VerificationCheck, ...]:
        return tuple(check for check in self.checks if check.holds is False)
