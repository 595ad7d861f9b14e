"""Gives dead letters back once the database answers: ``python -m shared.bootstrap.give_back [--all]``.

Pub/Sub counts a delivery that found nobody as a refusal, so that what an outage of hours has made dead letters did
nothing wrong. Each is given back a few times by itself; what dies again after that waits for a person, who gives
everything back with ``--all``. Called by the clock; its login acts as ``sre_transport``.
"""

import sys

from shared.adapters.observe import observed
from shared.adapters.postgres.connection import connect_pool, transaction
from shared.adapters.pubsub.dead_letters import PubSubDeadLetters
from shared.adapters.pubsub.publisher import PubSubPublisher
from shared.bootstrap.leaving import left
from shared.bootstrap.topology import SUBSCRIPTIONS
from shared.ports.store import StoreUnavailable
from shared.settings import DatabaseSettings, TransportSettings

#: Between two of them a message has again as many deliveries as before.
TIMES = 3


def main(arguments: list[str]) -> int:
    """Ends with 1 while the database does not answer: whatever is given back then would only die again."""
    project = TransportSettings().pubsub_project
    dead_letters = PubSubDeadLetters(project, SUBSCRIPTIONS, PubSubPublisher(project))
    with left(), observed("give_back") as seen:
        if not _database_answers():
            sys.stderr.write("the database does not answer: nothing is given back yet\n")
            return 1
        given = dead_letters.redrive(None) if "--all" in arguments else dead_letters.give_back(TIMES)
        seen.add(given_back=given)
    return 0


def _database_answers() -> bool:
    pool = connect_pool(DatabaseSettings().database_url, role="sre_transport", application="give_back", max_size=1)
    try:
        with transaction(pool, unavailable=StoreUnavailable) as connection:
            connection.execute("SELECT 1")
    except StoreUnavailable:
        return False
    finally:
        pool.close()
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
