"""Prepares a database before a version is deployed: ``python -m shared.bootstrap.migrate``.

``SRE_DATABASE_URL`` is a login that may make roles. ``SRE_DATABASE_LOGINS`` says which login may act as which roles, as
JSON: ``{"sre-api@project.iam": ["sre_query"]}``. ``SRE_DATABASE_PROXY_ADMIN`` is where a proxy beside us is told that
it is no longer needed.
"""

import sys

import psycopg
from psycopg import sql

from shared.adapters.postgres.migrate import MigrationError, migrate
from shared.bootstrap.leaving import left
from shared.settings import MigrationSettings

_TIMEOUT_S = 10
_HELD_UP = (
    "others held for minutes what a migration must lock; `sre doctor` says who."
    " Run it again: it goes on where it stopped\n"
)


def grant(url: str, logins: dict[str, list[str]]) -> None:
    """Lets each login act as its roles, and as no other of ours that it was given before."""
    with psycopg.connect(url, connect_timeout=_TIMEOUT_S) as connection:
        for login, roles in logins.items():
            for (role,) in connection.execute(_HELD, {"login": login, "kept": roles}).fetchall():
                connection.execute(sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(role), sql.Identifier(login)))
            for role in roles:
                connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(login)))


_HELD = r"""
SELECT held.rolname
FROM pg_auth_members AS membership
JOIN pg_roles AS held ON held.oid = membership.roleid
JOIN pg_roles AS login ON login.oid = membership.member
WHERE login.rolname = %(login)s AND held.rolname LIKE 'sre\_%%' AND NOT held.rolname = ANY (%(kept)s)
"""


def _told(name: str) -> None:
    sys.stdout.write(f"migrate   {name}\n")


def main() -> int:
    settings = MigrationSettings()
    with left():
        try:
            migrate(settings.database_url, _told)
        except MigrationError as differs:
            sys.stderr.write(f"{differs}\n")
            return 1
        except psycopg.errors.LockNotAvailable:
            sys.stderr.write(_HELD_UP)
            return 1
        grant(settings.database_url, settings.database_logins)
    return 0


if __name__ == "__main__":
    sys.exit(main())
