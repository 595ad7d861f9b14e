"""The pattern every aggregate follows: what may be asked, what follows, what must be remembered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from typing import Generic, TypeVar
from uuid import UUID

from shared.kernel.message import Fact, Intent

S = TypeVar("S")
I_contra = TypeVar("I_contra", bound=Intent, contravariant=True)
F = TypeVar("F", bound=Fact)


class Rejected(Exception):  # noqa: N818 - an answer to the sender, not an error of ours
    """The intent is understood and refused. ``code`` is stable (``incident.closed``), ``detail`` is for people."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Ignored:
    """The intent is accepted and changes nothing, for a reason worth recording (``stale``).

    ``facts`` tell of it where somebody must be able to find it among what happened.
    """

    reason: str
    facts: Sequence[Fact] = ()


#: An aggregate as others name it: its type and its id.
Named = tuple[str, str]
#: What an aggregate says of itself to others, in words: they meet through ids and never through types.
PublicState = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Context:
    """What a decision may know besides the intent and the state: never a clock, never a random number."""

    at: datetime
    actor: str
    message_id: UUID
    #: The next human number (INC-42), drawn in the same transaction, when the intent may create a numbered aggregate.
    number: int | None = None
    #: When somebody outside last spoke of this aggregate, which may be later than its last fact.
    sighted_at: datetime | None = None
    #: How the other aggregates that this decision consults stand. One that is not here does not exist. They are read
    #: without a lock and may have moved by the time of the commit.
    public_states: Mapping[Named, PublicState] = field(default_factory=dict)


Decision = Sequence[F] | Ignored


@dataclass(frozen=True, slots=True)
class Decider(Generic[I_contra, S, F]):
    """``decide(intent, state, context)`` says what follows; ``evolve(state, fact)`` remembers it. Both are pure."""

    initial: S
    decide: Callable[[I_contra, S, Context], Decision[F]]
    evolve: Callable[[S, F], S]

    def fold(self, facts: Iterable[F], state: S | None = None) -> S:
        return reduce(self.evolve, facts, self.initial if state is None else state)
