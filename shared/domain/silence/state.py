"""What a silence must remember in order to decide, and what is shown of it by id."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from shared.domain.silence.facts import SilenceCreated, SilenceExpired, SilenceUpdated
from shared.domain.silence.values import SilenceDefinition
from shared.kernel.ids import SilenceId

AnySilenceFact = SilenceCreated | SilenceUpdated | SilenceExpired


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    silence_id: SilenceId
    definition: SilenceDefinition
    created_by: str
    updated_by: str | None = None
    expired_by: str | None = None
    expired_at: datetime | None = None
    expire_reason: str | None = None


def evolve(state: Silence | None, fact: AnySilenceFact) -> Silence | None:
    """None is a silence that nobody has created yet."""
    if isinstance(fact, SilenceCreated):
        return Silence(silence_id=fact.silence_id, definition=fact.definition, created_by=fact.created_by)
    if state is None:
        raise ValueError(f"the history of silence {fact.silence_id} does not begin with its creation")
    match fact:
        case SilenceUpdated():
            return replace(state, definition=fact.definition, updated_by=fact.updated_by)
        case SilenceExpired():
            return replace(state, expired_by=fact.expired_by, expired_at=fact.expired_at, expire_reason=fact.reason)
        case _:
            assert_never(fact)
