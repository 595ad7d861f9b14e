"""Links by which this machine's user signs in at the console: each is good once, and for some hours."""

from contextlib import closing
from datetime import timedelta

from local.environment import CONSOLE
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.console_sessions import PostgresConsoleSessions

#: Below the console's own path.
PEOPLE = "/people"
_GOOD_FOR = timedelta(hours=12)


def console_link(database_url: str) -> str:
    """Makes a link and gives its path and query, as the operator: whoever has it may choose whom to be."""
    with closing(connect_pool(database_url, role="sre_admin", application="sre-console-link", max_size=1)) as pool:
        token = PostgresConsoleSessions(pool, sign_in=_GOOD_FOR).begin_sign_in("local", {})
    return f"{CONSOLE}{PEOPLE}?link={token}"
