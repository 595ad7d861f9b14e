"""A small aggregate for tests of the machinery: it counts, refuses, ignores and is numbered."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

from pydantic import TypeAdapter

from shared.kernel.aggregate import Aggregate, Sighting
from shared.kernel.decider import Context, Decider, Ignored, Rejected
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.kernel.message import Fact, Intent

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
TENANT = TenantId(UUID(int=1))


class TallyIntent(Intent):
    aggregate_type: ClassVar[str] = "tally"
    id_field: ClassVar[str] = "tally_id"
    tally_id: UUID


class OpenTally(TallyIntent):
    title: str = "t"


class AddToTally(TallyIntent):
    volatile: ClassVar[frozenset[str]] = frozenset({"heard_at"})
    amount: int
    heard_at: datetime = NOON


class TallyFact(Fact):
    aggregate_type: ClassVar[str] = "tally"
    id_field: ClassVar[str] = "tally_id"
    tally_id: UUID


class TallyOpened(TallyFact):
    number: int
    title: str


class TallyIncreased(TallyFact):
    amount: int
    total: int


@dataclass(frozen=True, slots=True)
class Tally:
    number: int = 0
    total: int = 0
    title: str = ""


def decide(intent: Intent, state: Tally, context: Context):
    match intent:
        case OpenTally():
            if state.number:
                return ()
            assert context.number is not None
            return (TallyOpened(tally_id=intent.tally_id, number=context.number, title=intent.title),)
        case AddToTally(amount=amount):
            if amount < 0:
                raise Rejected("tally.negative", f"{amount}")
            if amount == 0:
                return Ignored("nothing")
            return (TallyIncreased(tally_id=intent.tally_id, amount=amount, total=state.total + amount),)
    raise AssertionError(intent)


def evolve(state: Tally, fact: Fact) -> Tally:
    match fact:
        case TallyOpened(number=number, title=title):
            return replace(state, number=number, title=title)
        case TallyIncreased(total=total):
            return replace(state, total=total)
    raise AssertionError(fact)


def sighting(intent: Intent) -> Sighting | None:
    return Sighting(intent.heard_at, None) if isinstance(intent, AddToTally) else None


TALLY = Aggregate(
    name="tally",
    decider=Decider(Tally(), decide, evolve),
    intents=(OpenTally, AddToTally),
    facts=(TallyOpened, TallyIncreased),
    state_adapter=TypeAdapter(Tally),
    numbered_by=OpenTally,
    counter="tally",
    sighting=sighting,
)


def asked(intent: Intent, message: int, *, tenant: TenantId = TENANT, version: int | None = None) -> Envelope[Intent]:
    return Envelope(
        message_id=UUID(int=message),
        tenant_id=tenant,
        data=intent,
        occurred_at=NOON,
        producer="/sre/test",
        actor="human:ana",
        correlation_id=UUID(int=9),
        aggregate_version=version,
    )
