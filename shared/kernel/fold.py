"""How a state follows from facts: what an aggregate lets those ask for who decide nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from shared.kernel.message import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """An aggregate's state is made from its facts alone, as the writer makes and stores it."""

    evolve: Callable[[Any, Any], Any]
    state_adapter: TypeAdapter[Any]

    def __call__(self, facts: Iterable[Fact]) -> Mapping[str, Any] | None:
        """The facts begin with the aggregate's first one. Returns the state's JSON values; None when there are none."""
        state: Any = None
        for fact in facts:
            state = self.evolve(state, fact)
        return None if state is None else self.state_adapter.dump_python(state, mode="json")
