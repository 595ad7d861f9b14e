"""``python -m tests.upgrade.make VERSION``: keep an installation of this version, to upgrade later ones from it.

Run it once, when the version is released, and never again for that version. A fresh database is migrated; recorded
webhooks of every kind go through the whole system; a random but lawful history (seed 1) puts something into every read
model beside them. What ``pg_dump`` says of it, and what the API answers, is written to ``tests/upgrade/VERSION``.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

from local.embedded_postgres import EmbeddedPostgres
from local.postgres_account import account_for, executables_for
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.migrate import migrate
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.adapters.postgres.provision import hash_of
from shared.app.project import Projector
from shared.projections.registry import PROJECTIONS
from tests.support.facts import READER, TENANT, commit
from tests.support.histories import random_history
from tests.support.postgres import with_database
from tests.support.world import Tenant, World
from tests.upgrade.answers import API_KEY, SLUG, SOURCE_TOKEN, answers, installation

_PAYLOADS = Path(__file__).parents[1] / "payloads"
_KINDS = ("alertmanager", "grafana", "argocd")


def main(version: str) -> None:
    kept = Path(__file__).parent / version
    kept.mkdir()
    with tempfile.TemporaryDirectory(prefix="sre-test-", dir="/tmp") as directory:
        Path(directory).chmod(0o755)  # the server may run as another user
        server = EmbeddedPostgres(Path(directory))
        server.start()
        try:
            _make(server.url, kept, Path(directory))
        finally:
            server.stop()


def _make(server: str, kept: Path, directory: Path) -> None:
    url = with_database(server, "kept")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE kept")
    migrate(url)
    _register(url)
    identity = directory / "identity"
    identity.mkdir()
    with installation(url, identity) as (world, tenant):
        _fill(world, tenant)
        said = answers(world, tenant)
    with psycopg.connect(url, autocommit=True) as connection:
        # Numbers of transactions mean something in the cluster that gave them only.
        connection.execute("UPDATE domain.fact SET tx = '3'")
        (login,) = connection.execute("SELECT current_user").fetchone() or ("",)
    (kept / "database.sql").write_text(_dumped(url, str(login)), "utf-8")
    (kept / "answers.json").write_text(json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")


def _register(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("INSERT INTO access.tenant (tenant_id, slug, name) VALUES (%s, %s, 'Kept')", (TENANT, SLUG))
        connection.execute(
            "INSERT INTO access.api_key (tenant_id, key_id, name, role, token_hash)"
            " VALUES (%s, %s, 'kept', 'admin', %s)",
            (TENANT, TENANT, hash_of(API_KEY)),
        )
        for kind in _KINDS:
            connection.execute(
                "INSERT INTO access.source (tenant_id, name, kind, token_hash) VALUES (%s, %s, %s, %s)",
                (TENANT, kind, kind, hash_of(f"{SOURCE_TOKEN}-{kind}")),
            )


def _fill(world: World, tenant: Tenant) -> None:
    log = random_history(1).facts
    commit(world.database_url, log)
    with connect_pool(world.database_url, role="sre_projector", application="kept") as pool:
        for projection in PROJECTIONS:
            Projector(projection, PostgresProjectionStore(pool, projection, READER)).project(log)
    for kind in _KINDS:
        tenant.tokens[kind] = f"{SOURCE_TOKEN}-{kind}"
        for payload in sorted((_PAYLOADS / kind).glob("*.json")):
            accepted = world.post(tenant, payload.read_bytes(), kind=kind)
            # What is not of the form that is asked for is kept in quarantine, and so in the dump.
            assert accepted.status_code in (202, 422), (payload, accepted.text)
            world.settle()


def _dumped(url: str, login: str) -> str:
    program = executables_for(account_for(Path(tempfile.gettempdir()))) / "pg_dump"
    dump = subprocess.run(
        [program, "--inserts", "--rows-per-insert=50", "--no-comments", url], check=True, capture_output=True, text=True
    ).stdout
    ours = (line for line in dump.splitlines() if not line.startswith(("--", "\\")) and line)
    return "\n".join(ours).replace(f" OWNER TO {login};", " OWNER TO CURRENT_USER;") + "\n"


if __name__ == "__main__":
    main(sys.argv[1])
