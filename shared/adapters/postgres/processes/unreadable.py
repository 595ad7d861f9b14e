"""Deliveries to a workflow step that could not be read."""

from collections.abc import Sequence

from shared.adapters.postgres.connection import Pool, transaction
from shared.adapters.postgres.processes.statements import KEEP_UNREADABLE
from shared.ports.failpoint import failpoint
from shared.ports.poison import Poison, PoisonStore
from shared.ports.store import StoreUnavailable

_LONGEST_REASON = 2_000


class PostgresUnreadable:
    def __init__(self, pool: Pool, workflow_type: str) -> None:
        self._pool = pool
        self._type = workflow_type

    def keep(self, poison: Sequence[Poison]) -> None:
        parameters = {
            "type": self._type,
            "tenants": [item.tenant_id for item in poison],
            "bodies": [item.body for item in poison],
            "reasons": [item.reason.replace("\x00", "")[:_LONGEST_REASON] for item in poison],
        }
        failpoint("process.unreadable")
        with transaction(self._pool, unavailable=StoreUnavailable) as connection:
            connection.execute(KEEP_UNREADABLE, parameters)
        failpoint("process.unreadable_kept")


_: type[PoisonStore] = PostgresUnreadable
