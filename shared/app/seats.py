"""Places for readers that stay: so many for everybody, and no tenant keeps another from its share of them."""

from collections import Counter
from dataclasses import dataclass
from threading import Lock

from shared.kernel.ids import TenantId


@dataclass(slots=True, eq=False)
class Seat:
    tenant_id: TenantId
    given_away: bool = False
    """Whoever sits here is to end soon, and may come back."""


class Seats:
    """As long as there is room anybody may have any number. A seat that was given away counts no more."""

    def __init__(self, count: int) -> None:
        self._count = count
        #: Longest taken first.
        self._taken: list[Seat] = []
        self._lock = Lock()

    def take(self, tenant_id: TenantId) -> Seat | None:
        """Gives a seat, if need be one of whoever has most.

        None: all are taken, nobody has two more than this tenant.
        """
        with self._lock:
            if len(self._taken) >= self._count:
                longest = self._of_whoever_has_most(tenant_id)
                if longest is None:
                    return None
                longest.given_away = True
                self._taken.remove(longest)
            seat = Seat(tenant_id)
            self._taken.append(seat)
            return seat

    def leave(self, seat: Seat) -> None:
        with self._lock:
            if not seat.given_away:
                self._taken.remove(seat)

    def _of_whoever_has_most(self, tenant_id: TenantId) -> Seat | None:
        taken = Counter(seat.tenant_id for seat in self._taken)
        has_most, most = max(taken.items(), key=lambda item: item[1])
        if most < taken[tenant_id] + 2:
            return None
        return next(seat for seat in self._taken if seat.tenant_id == has_most)
