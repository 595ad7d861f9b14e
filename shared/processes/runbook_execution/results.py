"""What was read or done on behalf of an execution. ``asked`` is the version of the process fact that asked for it."""

from dataclasses import dataclass

from shared.remediation.actions import Action
from shared.remediation.outcome import EffectStatus
from shared.remediation.runbook_steps import PlannedStep


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsPlanned:
    asked: int
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookRefused:
    """It cannot be done as it is written. ``step_id`` is None where it is no single step's fault."""

    asked: int
    reason: str
    step_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRunEnded:
    asked: int
    text: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectSeen:
    """What became of an action, or of all of a plan's; ``status`` None: nobody can say yet."""

    asked: int
    status: EffectStatus | None
    output: str
    references: tuple[str, ...] = ()
    undo: Action | None = None


RunbookResult = StepsPlanned | RunbookRefused | DryRunEnded | EffectSeen
