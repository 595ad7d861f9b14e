"""Work for several tenants in one go: what one of them makes fail keeps nobody else waiting, and is told at the end."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from shared.kernel.ids import TenantId
from shared.ports.embedding import EmbedderUnavailable
from shared.ports.store import StoreUnavailable

T = TypeVar("T")
#: Nobody's fault, and everybody's trouble: it ends the whole.
_EVERYBODYS = (StoreUnavailable, EmbedderUnavailable)
_MOST_TOLD = 20


class Apart:
    """``tenants`` are those something failed for: they are left out of the rest of this go, and tried in the next."""

    def __init__(self) -> None:
        self.tenants: set[TenantId] = set()
        self._failures: list[Exception] = []

    def do(self, tenant_id: TenantId, items: Sequence[T], work: Callable[[Sequence[T]], object]) -> int:
        """Does all together; where that fails, one by one, so that the one to blame is alone with it.

        How many succeeded.
        """
        if self._done(tenant_id, items, work, alone=len(items) == 1):
            return len(items)
        return sum(self._done(tenant_id, [item], work, alone=True) for item in items) if len(items) > 1 else 0

    def tell(self) -> None:
        """Raises what failed, if anything did, with every trace."""
        if self._failures:
            raise ExceptionGroup("the others' work was done", self._failures)

    def _done(
        self, tenant_id: TenantId, items: Sequence[T], work: Callable[[Sequence[T]], object], *, alone: bool
    ) -> bool:
        try:
            work(items)
        except _EVERYBODYS:
            raise
        except Exception as failure:  # noqa: BLE001 - kept and raised by ``tell``
            if alone:
                self.tenants.add(tenant_id)
                if len(self._failures) < _MOST_TOLD:
                    failure.add_note(f"tenant {tenant_id}")
                    self._failures.append(failure)
            return False
        return True
