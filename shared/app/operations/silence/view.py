"""A silence as it stands, and whether it is active now."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import TypeAdapter

from shared.app.operations.standard_methods import view_fields
from shared.app.operations.view import View
from shared.domain.silence.values import SilenceDefinition
from shared.domain.silence.windows import next_window, silence_problem, window_at
from shared.kernel.matchers import matcher_problem
from shared.ports.current_state import Stored

_DEFINITION: TypeAdapter[SilenceDefinition] = TypeAdapter(SilenceDefinition)

State = Literal["active", "pending", "expired"]


class SilenceView(View):
    silence_id: UUID
    version: int
    definition: SilenceDefinition
    #: active: somebody is not told of something now; pending: later, or again; expired: never again.
    state: State
    #: The present window's end, or the next one's start.
    active_until: datetime | None
    next_starts_at: datetime | None
    created_by: str
    updated_by: str | None
    expired_by: str | None
    expired_at: datetime | None
    expire_reason: str | None
    #: Why it is never active although it should be: its rule was written when others held. Update it.
    problem: str | None
    updated_at: datetime


def silence_view(stored: Stored, now: datetime) -> SilenceView:
    definition = _DEFINITION.validate_python(stored.state["definition"])
    problem = silence_problem(definition) or matcher_problem(definition.matchers)
    ended = stored.state["expired_at"] is not None or problem is not None
    window = None if ended else window_at(definition, now)
    following = None if ended else next_window(definition, now)
    computed = {
        "state": "active" if window else "pending" if following else "expired",
        "active_until": window.ends_at if window else None,
        "next_starts_at": following.starts_at if following else None,
        "problem": problem,
    }
    return SilenceView.model_validate({**view_fields(stored, "silence_id"), **computed})
