"""Looks once at what waits where, and says it in one line, of which monitoring makes its metrics.

``python -m shared.bootstrap.look``, called by the clock; its login acts as ``sre_admin``.
"""

import sys

from shared.adapters.observe import observed
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.health import examine
from shared.bootstrap.leaving import left
from shared.bootstrap.telemetry import export_condition
from shared.settings import DatabaseSettings


def main() -> int:
    pool = connect_pool(DatabaseSettings().database_url, role="sre_admin", application="look", max_size=1)
    with left(), observed("condition") as seen:
        condition = examine(pool)
        seen.add(
            outbox=condition.outbox.waiting,
            outbox_oldest_s=round(condition.outbox.oldest_age_s, 1),
            embedding_due=condition.embedding.due,
            parked=condition.aside.parked,
            unread=condition.aside.unread + condition.aside.poison,
            quarantine=condition.aside.quarantine,
        )
        export_condition(condition)
    return 0


if __name__ == "__main__":
    sys.exit(main())
