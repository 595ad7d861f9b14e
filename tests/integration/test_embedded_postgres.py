"""The embedded server keeps what was committed, and no crash leaves anything that blocks the next start."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import psycopg
import pytest

from functions.local import postgres_account
from functions.local.embedded_postgres import EmbeddedPostgres, PostgresFailed, running
from functions.local.postgres_leftover import running_pid

pytestmark = pytest.mark.postgres


@pytest.fixture
def directory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="sre-pg-", dir="/tmp", ignore_cleanup_errors=True) as path:
        yield Path(path) / "data"


def test_what_was_committed_is_there_after_a_restart(directory):
    with running(directory) as server:
        _execute(server.url, "CREATE TABLE kept (value int)")
        _execute(server.url, "INSERT INTO kept VALUES (42)")
    with running(directory) as server:
        assert _value(server.url, "SELECT value FROM kept") == 42


def test_what_was_committed_survives_the_sudden_death_of_the_server(directory):
    server = EmbeddedPostgres(directory)
    server.start()
    _execute(server.url, "CREATE TABLE kept (value int)")
    with psycopg.connect(server.url) as open_session:
        open_session.execute("INSERT INTO kept VALUES (42)")
        open_session.commit()
        os.kill(server.pid, signal.SIGKILL)
        _until(lambda: not server.alive())
        server.start()
    assert _value(server.url, "SELECT value FROM kept") == 42
    server.stop()


def test_commits_wait_for_the_disk(directory):
    with running(directory) as server:
        assert _value(server.url, "SHOW fsync") == "on"
        assert _value(server.url, "SHOW synchronous_commit") == "on"
        assert _value(server.url, "SHOW full_page_writes") == "on"


def test_there_is_no_network_listener_and_the_socket_is_private(directory):
    with running(directory) as server:
        assert _value(server.url, "SHOW listen_addresses") == ""
        assert (directory / "socket").stat().st_mode & 0o777 == 0o700
        assert server.data.stat().st_mode & 0o077 == 0


def test_a_stale_pid_file_whose_pid_is_a_stranger_does_not_block_the_start(directory):
    server = EmbeddedPostgres(directory)
    server.start()
    owner = server.data.stat()
    os.kill(server.pid, signal.SIGKILL)
    _until(lambda: not server.alive())
    with _stranger(owner.st_uid) as pid:
        pid_file = server.data / "postmaster.pid"
        pid_file.write_text("\n".join([str(pid), *pid_file.read_text().splitlines()[1:]]) + "\n")
        server.start()
        assert _value(server.url, "SELECT 1") == 1
        os.kill(pid, 0)
    server.stop()


def test_a_server_left_behind_is_stopped_before_the_start(directory):
    with running(directory) as left_behind, running(directory) as server:
        _until(lambda: not left_behind.alive())
        assert running_pid(server.data) == server.pid
        assert _value(server.url, "SELECT 1") == 1


def test_an_initialisation_cut_short_is_begun_again(directory):
    unfinished = directory / "postgres.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    with running(directory) as server:
        assert _value(server.url, "SELECT 1") == 1
        assert not unfinished.exists()


@pytest.mark.parametrize("name", ["x" * 150, 'a comma, a "quote" and a space'])
def test_any_directory_name_will_do(directory, name):
    with running(directory / name) as server:
        assert _value(server.url, "SELECT 1") == 1


def test_two_directories_run_side_by_side(directory):
    with running(directory / "one") as one, running(directory / "two") as two:
        _execute(one.url, "CREATE TABLE only_in_one ()")
        assert _value(two.url, "SELECT to_regclass('only_in_one')") is None


def test_settings_meant_for_another_server_are_not_taken_over(directory, monkeypatch):
    monkeypatch.setenv("PGPORT", "6543")
    monkeypatch.setenv("PGDATA", "/nowhere")
    server = EmbeddedPostgres(directory)
    server.start()
    monkeypatch.delenv("PGPORT")
    assert _value(server.url, "SHOW port") == "5432"
    server.stop()


def test_the_extensions_that_search_needs_can_be_created(directory):
    with running(directory) as server:
        for extension in ("vector", "pg_trgm", "btree_gin"):
            _execute(server.url, f"CREATE EXTENSION {extension}")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_the_server_follows_a_parent_that_is_killed(directory):
    code = (
        "import sys, time; from pathlib import Path; from functions.local.embedded_postgres import EmbeddedPostgres;"
        "EmbeddedPostgres(Path(sys.argv[1])).start(); print('up', flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(directory)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout.readline() == "up\n"
    assert running_pid(directory / "postgres") is not None
    parent.kill()
    parent.wait(10)
    parent.stdout.close()
    _until(lambda: running_pid(directory / "postgres") is None)


@pytest.mark.skipif(os.geteuid() != 0, reason="as anybody else the server is our own account's")
def test_root_may_keep_the_data_below_a_directory_that_only_root_enters(directory):
    closed = directory / "closed"
    closed.mkdir(parents=True, mode=0o700)
    with running(closed / "sre") as server:
        _execute(server.url, "CREATE TABLE kept AS SELECT 42 AS value")
        _execute(server.url, "CHECKPOINT")
        assert Path(f"/proc/{server.pid}").stat().st_uid != 0
    with running(closed / "sre") as server:
        assert _value(server.url, "SELECT value FROM kept") == 42
    assert closed.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="as anybody else the server is our own account's")
def test_root_may_install_the_binaries_below_a_directory_that_only_root_enters(directory, monkeypatch):
    closed, copies = directory / "closed", directory / "copies"
    closed.mkdir(parents=True, mode=0o700)
    copies.mkdir()
    directory.parent.chmod(0o755)
    for part in postgres_account._PARTS:
        shutil.copytree(postgres_account._installed() / part, closed / part)
    monkeypatch.setattr(postgres_account, "_installed", lambda: closed)
    monkeypatch.setattr(postgres_account, "_COPY_BASES", (str(copies),))
    with running(directory / "sre") as server:
        _execute(server.url, "CREATE EXTENSION vector")
    assert closed.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes copies")
def test_a_copy_that_somebody_else_could_have_written_is_not_run(directory, monkeypatch):
    closed, copies = directory / "closed", directory / "copies"
    closed.mkdir(parents=True, mode=0o700)
    planted = copies / f"ameide-sre-postgres-{version('embedded-postgres')}"
    planted.mkdir(parents=True)
    planted.chmod(0o777)
    directory.parent.chmod(0o755)
    monkeypatch.setattr(postgres_account, "_installed", lambda: closed)
    monkeypatch.setattr(postgres_account, "_COPY_BASES", (str(copies),))
    with pytest.raises(PostgresFailed, match="cannot execute"):
        EmbeddedPostgres(directory / "sre").start()


@contextmanager
def _stranger(uid: int) -> Iterator[int]:
    arguments = {"user": uid} if os.geteuid() == 0 else {}
    process = subprocess.Popen(["sleep", "600"], **arguments)
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait(10)


def _until(holds: Callable[[], bool], timeout_s: float = 30) -> None:
    deadline = time.monotonic() + timeout_s
    while not holds():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.02)


def _execute(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
        connection.execute(statement)


def _value(url: str, query: str) -> object:
    with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
        row = connection.execute(query).fetchone()
        return row and row[0]
