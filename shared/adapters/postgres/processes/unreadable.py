"""Deliveries to a workflow step that could not be read."""

from collections.abc import Sequence

from shared.adapters.postgres.connection import Pool, transaction
from shared.adapters.postgres.processes.statements import KEEP_UNREADABLE
from shared.ports.failpoint import failpoint
from shared.ports.store import StoreUnavailable
from shared.ports.unreadable_events import UnreadableEvent, UnreadableEvents

_LONGEST_REASON = 2_000


class PostgresUnreadableFacts:
    def __init__(self, pool: Pool, workflow_type: str) -> None:
        self._pool = pool
        self._type = workflow_type

    def keep(self, events: Sequence[UnreadableEvent]) -> None:
        parameters = {
            "type": self._type,
            "tenants": [item.tenant_id for item in events],
            "bodies": [item.body for item in events],
            "reasons": [item.reason.replace("\x00", "")[:_LONGEST_REASON] for item in events],
        }
        failpoint("process.unreadable")
        with transaction(self._pool, unavailable=StoreUnavailable) as connection:
            connection.execute(KEEP_UNREADABLE, parameters)
        failpoint("process.unreadable_kept")


_: type[UnreadableEvents] = PostgresUnreadableFacts
