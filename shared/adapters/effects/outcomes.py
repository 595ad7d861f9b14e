"""Outcomes of actions as the effectors write them: one line for people, redacted, with what can be looked at."""

from collections.abc import Sequence
from typing import Final

from shared.diagnosis.redaction import redact
from shared.ports.effects import EffectOrder
from shared.remediation.actions import Action
from shared.remediation.outcome import ActionOutcome, EffectStatus

_LONGEST: Final = 1_000


def outcome_of(
    order: EffectOrder,
    status: EffectStatus,
    detail: str,
    *,
    references: Sequence[str] = (),
    application: str | None = None,
    revision: str | None = None,
    undo: Action | None = None,
) -> ActionOutcome:
    """What became of an order."""
    return ActionOutcome(
        index=order.index,
        action=order.action.action,
        status=status,
        detail=sentence(detail),
        references=tuple(references),
        application=application,
        revision=revision,
        undo=undo,
    )


def sentence(text: str) -> str:
    """Gives a text of any origin as one line without secrets."""
    said = redact(" ".join(text.split())) or "nothing was said"
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
