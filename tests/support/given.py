"""Given these facts, when this is asked, then exactly that follows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from shared.kernel.decider import Context, Decider, Ignored, Named, PublicState, Rejected
from shared.kernel.message import Fact, Intent

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ANA = "human:ana"


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


@dataclass(frozen=True)
class Given:
    decider: Decider[Any, Any, Any]
    past: tuple[Fact, ...] = ()

    def facts(self, *past: Fact) -> "Given":
        return Given(self.decider, self.past + past)

    @property
    def state(self) -> Any:
        return self.decider.fold(self.past)

    def when(
        self,
        intent: Intent,
        *,
        at: datetime = NOON,
        actor: str = ANA,
        number: int | None = 42,
        sighted_at: datetime | None = None,
        public_states: Mapping[Named, PublicState] | None = None,
    ) -> "When":
        context = Context(
            at=at,
            actor=actor,
            message_id=UUID(int=1),
            number=number,
            sighted_at=sighted_at,
            public_states=public_states or {},
        )
        try:
            decision = self.decider.decide(intent, self.state, context)
        except Rejected as rejected:
            return When(self, rejected=rejected)
        if isinstance(decision, Ignored):
            return When(self, ignored=decision)
        return When(self, followed=tuple(decision))


@dataclass(frozen=True)
class When:
    given: Given
    followed: tuple[Any, ...] = ()
    """Facts; which they are is what a test says of them."""
    ignored: Ignored | None = None
    rejected: Rejected | None = field(default=None)

    def then(self, *facts: Fact) -> Given:
        """These facts, all of them, in this order; goes on from there."""
        assert facts, "use then_nothing"
        assert self.rejected is None, f"rejected: {self.rejected}"
        assert self.ignored is None, f"ignored: {self.ignored}"
        assert [type(fact) for fact in self.followed] == [type(fact) for fact in facts]
        assert self.followed == facts
        return self.given.facts(*self.followed)

    def then_nothing(self) -> Given:
        """Accepted; what was asked for already is."""
        assert self.rejected is None, f"rejected: {self.rejected}"
        assert self.ignored is None, f"ignored: {self.ignored}"
        assert self.followed == ()
        return self.given

    def then_ignored(self, reason: str, *facts: Fact) -> Given:
        """With exactly these facts to tell of it; goes on from there."""
        assert self.rejected is None, f"rejected: {self.rejected}"
        assert self.ignored is not None, f"not ignored, but followed by {self.followed}"
        assert self.ignored.reason == reason
        assert tuple(self.ignored.facts) == facts
        return self.given.facts(*facts)

    def then_rejected(self, code: str, *, saying: str = "") -> Given:
        assert self.rejected is not None, f"not rejected, but followed by {self.followed or self.ignored or 'nothing'}"
        assert self.rejected.code == code
        assert saying in self.rejected.detail
        return self.given
