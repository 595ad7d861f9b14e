"""The operator's switch for all tenants, as the role sre_admin: read before each action that is carried out."""

from dataclasses import dataclass
from datetime import datetime

from shared.adapters.postgres.connection import Pool, transaction


@dataclass(frozen=True, slots=True)
class SwitchState:
    paused: bool
    reason: str
    changed_at: datetime


class AutomationSwitch:
    """While it is paused nothing is begun, for no tenant; what was begun is found out."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def state(self) -> SwitchState | None:
        """None: nobody has ever touched it, and it is not paused."""
        with transaction(self._pool) as connection:
            row = connection.execute(
                "SELECT paused, reason, changed_at FROM coder.switch WHERE name = 'all'"
            ).fetchone()
        return None if row is None else SwitchState(*row)

    def put(self, *, paused: bool, reason: str) -> None:
        """It holds from the next action on, in every replica."""
        with transaction(self._pool) as connection:
            connection.execute(
                "INSERT INTO coder.switch (name, paused, reason) VALUES ('all', %s, %s) ON CONFLICT (name) DO UPDATE"
                " SET paused = EXCLUDED.paused, reason = EXCLUDED.reason, changed_at = clock_timestamp()",
                (paused, reason),
            )
