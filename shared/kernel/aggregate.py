"""An aggregate as the write path sees it: its decider, its messages, and how its state is stored."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from shared.kernel.decider import Decider, Named, PublicState
from shared.kernel.ids import TenantId
from shared.kernel.message import Fact, Intent


@dataclass(frozen=True, slots=True)
class Sighting:
    """Somebody outside spoke of this aggregate, whether or not a fact followed.

    ``expected_by`` is until when the next word is awaited; None when none is. ``said`` is what was said then that is
    worth showing although no fact follows from it: short texts by name.
    """

    seen_at: datetime
    expected_by: datetime | None
    said: Mapping[str, str] = field(default_factory=dict)


def no_sighting(_intent: Intent) -> Sighting | None:
    return None


def consults_nobody(_intent: Any, _state: Any, _tenant_id: TenantId) -> Iterable[Named]:
    return ()


def says_nothing(_state: Any) -> PublicState:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """One row of the registry: what the writer must know of an aggregate type to decide, fold and store it."""

    name: str
    decider: Decider[Any, Any, Any]
    intents: tuple[type[Intent], ...]
    facts: tuple[type[Fact], ...]
    state_adapter: TypeAdapter[Any]
    #: The intent that creates a thing with a human number, and the tenant's counter it is drawn from.
    numbered_by: type[Intent] | None = None
    counter: str = ""
    sighting: Callable[[Intent], Sighting | None] = no_sighting
    #: The other aggregates whose public state the decision needs; the tenant is there for ids that are derived from it.
    consults: Callable[[Any, Any, TenantId], Iterable[Named]] = consults_nobody
    #: What this one says of itself to those who consult it. Never asked of an aggregate without a history.
    public_state: Callable[[Any], PublicState] = says_nothing
