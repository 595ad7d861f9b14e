"""An aggregate as the write path sees it: its decider, its messages, and how its state is stored."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from shared.kernel.decider import Decider
from shared.kernel.message import Fact, Intent


@dataclass(frozen=True, slots=True)
class Sighting:
    """Somebody outside spoke of this aggregate, whether or not a fact followed.

    ``expected_by`` is until when the next word is awaited; None when none is.
    """

    seen_at: datetime
    expected_by: datetime | None


def no_sighting(_intent: Intent) -> Sighting | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """One row of the registry."""

    name: str
    decider: Decider[Any, Any, Any]
    intents: tuple[type[Intent], ...]
    facts: tuple[type[Fact], ...]
    state_adapter: TypeAdapter[Any]
    #: The intent that creates a thing with a human number, and the tenant's counter it is drawn from.
    numbered_by: type[Intent] | None = None
    counter: str = ""
    sighting: Callable[[Intent], Sighting | None] = no_sighting
