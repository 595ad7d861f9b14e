"""An installation is seen as it is: its database, who is waited for in it, its neighbours."""

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from shared.adapters.postgres.checkup import Quotas, read_checkup
from shared.adapters.postgres.migrate import shipped
from shared.app.checkup.checks import examine_checkup
from shared.bootstrap.checkup import disk_room, neighbours
from shared.ports.checkup import Checkup
from tests.support.patience import wait_until

pytestmark = pytest.mark.postgres
QUOTAS = Quotas(bytes=1_000, entries=10)


def _read(url: str, ahead_s: float = 0.0) -> Checkup:
    return read_checkup(url, "0.1.0", quotas=QUOTAS, now=lambda: datetime.now(UTC) - timedelta(seconds=ahead_s))


def test_a_new_installation_has_nothing_wrong(database_url: str):
    checkup = _read(database_url)
    assert checkup.applied == checkup.shipped == {name for name, _sql in shipped()}
    assert checkup.server >= 170_000
    assert 0 < checkup.connections < checkup.most_connections
    assert examine_checkup(checkup) == []


def test_a_clock_that_is_ahead_is_seen(database_url: str):
    assert 58.0 < _read(database_url, ahead_s=60.0).skew_s <= 60.5


def test_sources_keys_and_quotas_are_seen(database_url: str):
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            """
            INSERT INTO access.tenant (tenant_id, slug, name) VALUES (gen_random_uuid(), 'acme', 'Acme');
            INSERT INTO access.source (tenant_id, name, kind, token_hash)
            SELECT tenant_id, 'grafana', 'grafana', '\\x01' FROM access.tenant WHERE slug = 'acme';
            INSERT INTO access.api_key (tenant_id, key_id, name, token_hash, role, expires_at)
            SELECT tenant_id, gen_random_uuid(), 'ci', '\\x02', 'viewer', now() + interval '2 days'
            FROM access.tenant WHERE slug = 'acme';
            INSERT INTO intake.quarantine_usage (tenant_id, source_name, entries, bytes)
            SELECT tenant_id, 'grafana', 9, 100 FROM access.tenant WHERE slug = 'acme';
            INSERT INTO public.sre_migration (name, checksum) VALUES ('0999_pre_later.sql', 'x');
            """
        )
    found = [finding.what for finding in examine_checkup(_read(database_url))]
    assert found[0].endswith("does not know: 0999_pre_later.sql")
    assert "the source grafana of acme has never sent an alert" in found
    assert "the key ci of acme ends in 2.0 days" in found
    assert "the quarantine of grafana of acme is 90% full; then the oldest go" in found


def test_who_waits_for_a_lock_and_who_holds_it_is_seen(database_url: str):
    with psycopg.connect(database_url, autocommit=True) as owner:
        owner.execute("CREATE TABLE public.held (n int)")
    holder = psycopg.connect(database_url, application_name="holder")
    waiter = psycopg.connect(database_url, application_name="waiter", autocommit=True)
    try:
        holder.execute("LOCK TABLE public.held")
        waiter.pgconn.send_query(b"SELECT FROM public.held")
        (lock,) = wait_until(lambda: _read(database_url).locks, "a session that waits")
    finally:
        holder.close()
        waiter.close()
    assert (lock.application, lock.by) == ("waiter", "holder")
    assert lock.waited_s >= 0


def test_a_neighbour_that_nobody_listens_at_is_told_with_its_address_and_no_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with socket.socket() as listening, socket.socket() as closed:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        closed.bind(("127.0.0.1", 0))
        there, nowhere = listening.getsockname()[1], closed.getsockname()[1]
        targets = tmp_path / "targets.yaml"
        targets.write_text(
            f"argocd: [{{name: main, url: 'http://me:secret@127.0.0.1:{nowhere}'}}]\n"
            f"prometheus: [{{name: metrics, url: 'http://127.0.0.1:{there}'}}]\n",
            "utf-8",
        )
        monkeypatch.setenv("SRE_EVIDENCE_TARGETS", str(targets))
        argocd, prometheus = neighbours()
    assert (argocd.name, argocd.address) == ("Argo CD main", f"http://127.0.0.1:{nowhere}")
    assert "refused" in argocd.problem
    assert (prometheus.name, prometheus.problem) == ("Prometheus metrics", "")


def test_room_on_the_disk_is_seen(tmp_path: Path):
    room = disk_room(tmp_path)
    assert 0 < room.free_bytes <= room.total_bytes
