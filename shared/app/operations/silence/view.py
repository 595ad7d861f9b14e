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
    """A silence is shown as it stands, with when it is active."""

    silence_id: UUID
    """The silence's id."""
    version: int
    """How many facts the silence has; a command that sends it as ``If-Match`` is refused when it has changed since."""
    definition: SilenceDefinition
    """What is silenced, when, and why."""
    state: State
    """``active``: somebody is not told of something now; ``pending``: later, or again; ``expired``: never again."""
    until: datetime | None
    """When the present window ends, in UTC. Null: it is not active."""
    next_starts_at: datetime | None
    """When the next window begins, in UTC. Null: there is none."""
    created_by: str
    """Who made it, as ``kind:name``."""
    updated_by: str | None
    """Who changed it last. Null: nobody has."""
    expired_by: str | None
    """Who ended it. Null: nobody has."""
    expired_at: datetime | None
    """When somebody ended it, in UTC. Null: nobody has."""
    expire_reason: str | None
    """Why it was ended. Null: nobody has ended it."""
    problem: str | None
    """Why it is never active although it should be: its rule was written when others held, and an update mends it.
    Null: it has none.
    """
    updated_at: datetime
    """When the newest of its facts was recorded, in UTC."""


def silence_view(stored: Stored, now: datetime) -> SilenceView:
    """Whether it is active is computed for ``now``."""
    definition = _DEFINITION.validate_python(stored.state["definition"])
    problem = silence_problem(definition) or matcher_problem(definition.matchers)
    ended = stored.state["expired_at"] is not None or problem is not None
    window = None if ended else window_at(definition, now)
    following = None if ended else next_window(definition, now)
    computed = {
        "state": "active" if window else "pending" if following else "expired",
        "until": window.ends_at if window else None,
        "next_starts_at": following.starts_at if following else None,
        "problem": problem,
    }
    return SilenceView.model_validate({**view_fields(stored, "silence_id"), **computed})
