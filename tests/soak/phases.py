"""What versions met while one replaced the other, phase by phase."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.soak.sender import STARTS_AT
from tests.support.checker import Sent


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What both versions met, and when each phase began."""

    met: dict[str, dict[str, Any]]
    phases: list[tuple[str, float]]

    def stalls(self) -> dict[str, float]:
        """Phase → the longest time in it, in seconds, in which a version that took webhooks accepted none."""
        longest = {name: 0.0 for name, _began in self.phases}
        for each in self.met.values():
            for name, seconds in self.pauses(
                [accepted for _fingerprints, _begun, accepted in each["accepted"]]
            ).items():
                longest[name] = max(longest[name], seconds)
        return longest

    def pauses(self, moments: Sequence[float]) -> dict[str, float]:
        """Phase → the longest time between two moments, in seconds; one that lies in several phases counts in each."""
        longest = {name: 0.0 for name, _began in self.phases}
        for one, next_ in pairwise(moments):
            for name in self._phases_between(one, next_):
                longest[name] = max(longest[name], round(next_ - one, 2))
        return longest

    def _phases_between(self, began: float, ended: float) -> list[str]:
        ends = [*(at for _name, at in self.phases[1:]), float("inf")]
        return [name for (name, at), end in zip(self.phases, ends, strict=True) if at <= ended and began <= end]

    def acknowledged(self, tenant: str) -> list[Sent]:
        return [
            Sent(tenant, fingerprint, STARTS_AT, "firing")
            for each in self.met.values()
            for fingerprints, _begun, _accepted in each["accepted"]
            for fingerprint in fingerprints
        ]

    def unanswered(self, tenant: str) -> list[Sent]:
        left = [fingerprint for each in self.met.values() for fingerprint in each["unanswered"]]
        return [Sent(tenant, fingerprint, STARTS_AT, "firing") for fingerprint in left]
