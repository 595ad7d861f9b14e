"""Run once per start, in a process that ends: schema, subscriptions, the sample tenant, keys, and ``local.json``."""

import os
import secrets
import sys
from pathlib import Path
from typing import Any

import psycopg

from local.console_link import console_link
from local.data_directory import DataDirectory, read_json, write_private_json
from local.environment import SAMPLE
from local.schema_mark import mark_prepared
from local.supervised import attach
from shared.adapters.http.service_identity import make_local_identity
from shared.adapters.postgres.connection import TRANSIENT, connect_pool
from shared.adapters.postgres.migrate import MigrationError, migrate
from shared.adapters.postgres.provision import Provisioning
from shared.adapters.postgres.transport.topology import register
from shared.bootstrap.source_kinds import SOURCE_KINDS
from shared.bootstrap.sqs import make_topology
from shared.bootstrap.topology import SUBSCRIPTIONS
from shared.ports.transport import TransportUnavailable
from shared.settings import TransportSettings

#: Exit codes: what passes by itself (``EX_TEMPFAIL``), and what does not.
AGAIN, FAILED = 75, 1
KINDS = tuple(kind.name for kind in SOURCE_KINDS)


def main(arguments: list[str]) -> int:
    """``prepare DATA_DIRECTORY API_URL PID`` with SRE_DATABASE_URL in the environment."""
    attach()
    data, api_url, pid = DataDirectory(Path(arguments[0])), arguments[1], int(arguments[2])
    database_url = os.environ["SRE_DATABASE_URL"]
    try:
        migrate(database_url, lambda name: print(f"migrate   {name}", flush=True))
        subscribe(database_url)
        local = local_file(read_json(data.local_file), api_url=api_url, database_url=database_url, pid=pid)
        local["writer_url"] = os.environ["SRE_WRITER_URL"]
        provision(database_url, local)
        make_local_identity(data.path)
        local["console_url"] = f"{api_url}{console_link(database_url)}"
        write_private_json(data.prepared_file, local)
        mark_prepared(data.path, database_url)
    except TRANSIENT as away:
        return _again(away)
    except (OSError, TransportUnavailable) as away:
        return _again(away)
    except (psycopg.Error, MigrationError) as failed:
        print(f"the database could not be prepared: {failed}", file=sys.stderr)
        return FAILED
    return 0


def _again(away: Exception) -> int:
    why = str(away).strip().partition("\n")[0]
    print(f"database  is not prepared yet, which is tried again until it is: {why}", file=sys.stderr)
    return AGAIN


def subscribe(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True, connect_timeout=10) as connection:
        connection.execute("SET ROLE sre_transport")
        register(connection, SUBSCRIPTIONS)
    if TransportSettings().transport == "sqs":
        make_topology()


def local_file(known: dict[str, Any], *, api_url: str, database_url: str, pid: int) -> dict[str, Any]:
    """Makes what scripts need to know; tokens that were given out before stay."""
    webhooks = known.get("webhooks", {})
    return {
        "api_url": api_url,
        "api_key": known.get("api_key") or f"sre_{secrets.token_urlsafe(32)}",
        "webhooks": {
            kind: {
                "url": f"{api_url}/webhooks/{kind}",
                "token": webhooks.get(kind, {}).get("token") or secrets.token_urlsafe(32),
            }
            for kind in KINDS
        },
        "database_url": database_url,
        "pid": pid,
    }


def provision(database_url: str, local: dict[str, Any]) -> None:
    pool = connect_pool(database_url, role="sre_admin", application="sre-prepare", max_size=1)
    try:
        provisioning = Provisioning(pool)
        tenant_id = provisioning.ensure_tenant(SAMPLE, "Sample")
        provisioning.ensure_api_key(tenant_id, name="local", role="admin", token=local["api_key"])
        for kind in KINDS:
            provisioning.ensure_source(tenant_id, name=kind, kind=kind, token=local["webhooks"][kind]["token"])
    finally:
        pool.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
