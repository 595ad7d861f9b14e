"""A backup of what runs becomes an installation elsewhere: the same rows, whole chains, the keys that were given."""

import tarfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from local.backup.archive import BESIDE, DUMP, BackupUnusable
from local.backup.making import RestoreRefused, back_up, restore_to_directory, restore_to_server
from local.embedded_postgres import running
from shared.adapters.postgres.inventory import moment_of
from tests.support import postgres
from tests.support.memory import quick_directory
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert
from tests.support.world import a_world

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
_AGGREGATES = "SELECT aggregate_id, version FROM domain.aggregate ORDER BY 1, 2"


@pytest.fixture(scope="module")
def backed_up(postgres_server: str) -> Iterator[tuple[str, Path]]:
    """A database with an incident in it, and the file that it was backed up to."""
    with postgres.fresh_database(postgres_server) as url, quick_directory("sre-test-") as folder:
        with a_world(url, folder) as world:
            Site(world, world.tenant("acme")).tell(a_group(an_alert("5afe000000000001")))
        (folder / "local.json").write_text('{"api_key": "sre_kept"}')
        file = folder / "backup.tar"
        copied = back_up(url, folder, file)
        assert copied.facts > 1
        yield url, file


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    with quick_directory("sre-test-") as directory:
        directory.chmod(0o755)  # the server may run as another user
        yield directory / "data"


def _counts(url: str) -> dict[str, int]:
    with moment_of(url) as moment:
        return moment.counts()


def _empty(server: str, name: str, template: str = "template1") -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        # What a world leaves connected would keep its database from being a template.
        connection.execute(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = %s", (template,)
        )
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return postgres.with_database(server, name)


def test_an_installation_is_made_of_it_on_another_machine(backed_up, elsewhere: Path):
    url, file = backed_up
    restored = restore_to_directory(file, elsewhere)
    with running(elsewhere) as server:
        assert _counts(server.url) == _counts(url)
        with psycopg.connect(server.url) as there, psycopg.connect(url) as here:
            assert there.execute(_AGGREGATES).fetchall() == here.execute(_AGGREGATES).fetchall() != []
    assert restored.rows == sum(_counts(url).values())
    assert (elsewhere / "local.json").read_text() == '{"api_key": "sre_kept"}'
    assert {(elsewhere / name).stat().st_mode & 0o777 for name in BESIDE} == {0o600}
    with pytest.raises(RestoreRefused, match="holds an installation already"):
        restore_to_directory(file, elsewhere)


def test_an_empty_database_of_another_server_is_filled_and_acts_as_before(backed_up, postgres_server, tmp_path):
    url, file = backed_up
    filled = _empty(postgres_server, "sre_restored")
    restore_to_server(file, filled, tmp_path / "data")
    assert _counts(filled) == _counts(url)
    with a_world(filled, tmp_path) as world, psycopg.connect(filled) as connection:
        tenant = connection.execute("SELECT tenant_id FROM domain.fact LIMIT 1").fetchone()
        site = Site(world, world.tenant("acme"))
        assert (site.tenant.id,) == tenant
        site.tell(a_group(an_alert("5afe000000000002")))
        assert len(site.alerts()) == 2
    with pytest.raises(RestoreRefused, match="has tables already"):
        restore_to_server(file, filled, tmp_path / "data")


def test_a_file_that_was_damaged_is_refused_and_nothing_is_begun(backed_up, elsewhere: Path, tmp_path: Path):
    damaged = tmp_path / "damaged.tar"
    with tarfile.open(backed_up[1]) as whole, tarfile.open(damaged, "w") as tar:
        for member in whole:
            if member.name == DUMP:
                member.size -= 1
            tar.addfile(member, whole.extractfile(member))
    with pytest.raises(BackupUnusable, match="is damaged"):
        restore_to_directory(damaged, elsewhere)
    (tmp_path / "text.tar").write_text("no archive")
    with pytest.raises(BackupUnusable, match="no whole backup"):
        restore_to_directory(tmp_path / "text.tar", elsewhere)
    assert not (elsewhere / "postgres").exists()


def test_history_that_was_changed_is_found_when_it_is_restored(postgres_server: str, backed_up, elsewhere: Path):
    altered = elsewhere.parent / "altered.tar"
    copy = _empty(postgres_server, "sre_altered", template=urlsplit(backed_up[0]).path[1:])
    with psycopg.connect(copy, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE domain.fact SET event = event || ' ' WHERE version = 1")
    back_up(copy, elsewhere.parent, altered)
    with pytest.raises(RestoreRefused, match="chains of facts are broken"):
        restore_to_directory(altered, elsewhere)
    assert not (elsewhere / "postgres").exists()
