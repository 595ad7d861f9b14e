"""Everything that carrying out needs from outside."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from shared.app.coder.orders import Hands
from shared.ports.clock import Clock, SystemClock
from shared.ports.current_state import CurrentState
from shared.ports.effects import PreconditionReader
from shared.ports.execution_journal import ExecutionJournal
from shared.ports.outcome import CommandGate


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """``paused``: the switch in the environment, for all tenants and until the process is started anew."""

    state: CurrentState
    gate: CommandGate
    hands: Hands
    preconditions: PreconditionReader
    journal: ExecutionJournal
    new_id: Callable[[], UUID]
    clock: Clock = field(default_factory=SystemClock)
    monotonic: Callable[[], float] = time.monotonic
    paused: bool = False
