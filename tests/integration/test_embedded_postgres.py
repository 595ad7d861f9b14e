"""The embedded server keeps what was committed, and no crash leaves anything that blocks the next start."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg
import pytest

from local import postgres_account, postgres_files
from local.embedded_postgres import EmbeddedPostgres, PostgresFailed, running
from local.postgres_account import PostgresUnusable
from local.postgres_files import NAMES_FILE, WHO_FILE
from local.postgres_leftover import running_pid
from tests.support.memory import quick_directory
from tests.support.patience import PATIENCE_S, wait_until

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A server was started here before, and stopped."""
    with quick_directory("sre-pg-") as path:
        with running(path / "data"):
            pass
        yield path / "data"


@pytest.fixture
def directory(made: Path) -> Iterator[Path]:
    """A copy of that: an initialisation takes longer than most of what is shown here."""
    with quick_directory("sre-pg-") as path:
        subprocess.run(["cp", "-a", made, path / "data"], check=True)
        yield path / "data"


@pytest.fixture
def empty() -> Iterator[Path]:
    with quick_directory("sre-pg-") as path:
        yield path / "data"


@pytest.fixture
def disk() -> Iterator[Path]:
    """Where programs may be run from, which memory need not allow."""
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
        os.kill(_pid(server), signal.SIGKILL)
        wait_until(lambda: not server.alive())
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
    os.kill(_pid(server), signal.SIGKILL)
    wait_until(lambda: not server.alive())
    with _stranger(owner.st_uid) as pid:
        pid_file = server.data / "postmaster.pid"
        pid_file.write_text("\n".join([str(pid), *pid_file.read_text().splitlines()[1:]]) + "\n")
        server.start()
        assert _value(server.url, "SELECT 1") == 1
        os.kill(pid, 0)
    server.stop()


def test_a_server_left_behind_is_stopped_before_the_start(directory):
    with running(directory) as left_behind, running(directory) as server:
        wait_until(lambda: not left_behind.alive())
        assert running_pid(server.data) == server.pid
        assert _value(server.url, "SELECT 1") == 1


def test_an_initialisation_cut_short_is_begun_again(empty):
    unfinished = empty / "postgres.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    with running(empty) as server:
        assert _value(server.url, "SELECT 1") == 1
        assert not unfinished.exists()


@pytest.mark.parametrize("name", ["x" * 150, 'a comma, a "quote" and a space'])
def test_any_directory_name_will_do(empty, name):
    with running(empty / name) as server:
        assert _value(server.url, "SELECT 1") == 1


def test_two_directories_run_side_by_side(empty):
    with running(empty / "one") as one, running(empty / "two") as two:
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
        "import sys, time; from pathlib import Path; from local.embedded_postgres import EmbeddedPostgres;"
        "EmbeddedPostgres(Path(sys.argv[1])).start(); print('up', flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(directory)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "up\n"
    assert running_pid(directory / "postgres") is not None
    parent.kill()
    parent.wait(PATIENCE_S)
    parent.stdout.close()
    wait_until(lambda: running_pid(directory / "postgres") is None)


def test_nobody_logs_in_whom_the_kernel_does_not_know_as_us(directory):
    with running(directory) as server:
        assert _value(server.url, "SELECT string_agg(auth_method, ',') FROM pg_hba_file_rules") == "peer"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts a process of another user")
def test_another_process_of_the_account_that_the_server_runs_as_is_refused(directory):
    with running(directory) as server:
        account = Path(f"/proc/{server.pid}").stat().st_uid
        # Through an open descriptor: the directories above belong to others, and need not keep anybody out.
        sockets = os.open(server.socket.parent, os.O_RDONLY | os.O_DIRECTORY)
        binaries = postgres_account.executables_for(postgres_account.account_for(server.data))
        command = [
            str(binaries / "psql"),
            "-h",
            f"/proc/self/fd/{sockets}",
            "-U",
            "postgres",
            "-XAtc",
            "SELECT 1",
            "sre",
        ]
        as_somebody: dict[str, Any] = {
            "pass_fds": (sockets,),
            "cwd": "/",
            "capture_output": True,
            "text": True,
        }
        refused = subprocess.run(command, user=account, extra_groups=[], check=False, timeout=PATIENCE_S, **as_somebody)
        ours = subprocess.run(command, check=False, timeout=PATIENCE_S, **as_somebody)
        os.close(sockets)
    assert "Peer authentication failed" in refused.stderr
    assert refused.returncode == 2
    assert ours.stdout == "1\n"


def test_a_directory_from_the_time_when_everybody_was_trusted_is_moved_over(directory):
    with running(directory) as server:
        _execute(server.url, "CREATE TABLE kept AS SELECT 42 AS value")
        data = server.data
    (data / "pg_hba.conf").write_text("local all all trust\n")
    for ours in (WHO_FILE, NAMES_FILE):
        (data / ours).unlink()
    with running(directory) as server:
        assert _value(server.url, "SELECT value FROM kept") == 42
        assert _value(server.url, "SELECT string_agg(auth_method, ',') FROM pg_hba_file_rules") == "peer"


def test_a_server_that_is_halted_with_all_its_processes_is_ended_and_starts_again(directory):
    server = EmbeddedPostgres(directory)
    server.start()
    _execute(server.url, "CREATE TABLE kept AS SELECT 42 AS value")
    with psycopg.connect(server.url) as session:
        backend = session.info.backend_pid
        for pid in (_pid(server), backend):
            os.kill(pid, signal.SIGSTOP)
        server.kill()
    wait_until(lambda: not Path(f"/proc/{backend}").exists())
    server.start()
    assert _value(server.url, "SELECT value FROM kept") == 42
    server.stop()


def test_processes_that_a_killed_server_left_halted_do_not_delay_the_next_start(directory):
    server = EmbeddedPostgres(directory)
    server.start()
    with psycopg.connect(server.url) as session:
        backend = session.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        os.kill(_pid(server), signal.SIGKILL)
        wait_until(lambda: not server.alive())
        server.start()
    wait_until(lambda: not Path(f"/proc/{backend}").exists())
    assert _value(server.url, "SELECT 1") == 1
    server.stop()


def test_a_server_that_recovers_is_ended_at_once(directory):
    server = EmbeddedPostgres(directory)
    server.start()
    server.kill()
    server.launch()
    assert server.state == "starting"
    server.stop()
    assert running_pid(server.data) is None
    server.start()
    assert _value(server.url, "SELECT 1") == 1
    server.stop()


def test_files_of_another_version_end_it_with_what_is_to_be_done(directory):
    with running(directory) as server:
        version_file = server.data / "PG_VERSION"
    version_file.write_text("11\n")
    with pytest.raises(PostgresUnusable, match="written by another version of PostgreSQL: copy it out with `pg_dump`"):
        EmbeddedPostgres(directory).start()


def test_a_damaged_directory_ends_it_with_what_is_to_be_done(directory):
    with running(directory) as server:
        control = server.data / "global" / "pg_control"
    control.write_bytes(b"\0" * control.stat().st_size)
    with pytest.raises(PostgresUnusable, match="is damaged: put back a copy"):
        EmbeddedPostgres(directory).start()


def test_an_initialisation_that_finds_no_room_leaves_none_taken_and_may_be_tried_again(empty, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(postgres_files, "_initdb", _full_disk)
        with pytest.raises(OSError, match="No space left"):
            EmbeddedPostgres(empty).start()
        assert [path.name for path in empty.iterdir() if path.name.startswith("postgres.")] == ["postgres.log"]
    with running(empty) as server:
        assert _value(server.url, "SELECT 1") == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="as anybody else the server is our own account's")
def test_root_may_keep_the_data_below_a_directory_that_only_root_enters(empty):
    closed = empty / "closed"
    closed.mkdir(parents=True, mode=0o700)
    with running(closed / "sre") as server:
        _execute(server.url, "CREATE TABLE kept AS SELECT 42 AS value")
        _execute(server.url, "CHECKPOINT")
        assert Path(f"/proc/{server.pid}").stat().st_uid != 0
    with running(closed / "sre") as server:
        assert _value(server.url, "SELECT value FROM kept") == 42
    assert closed.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="as anybody else the server is our own account's")
def test_root_may_install_the_binaries_below_a_directory_that_only_root_enters(disk, monkeypatch):
    closed, copies = disk / "closed", disk / "copies"
    closed.mkdir(parents=True, mode=0o700)
    copies.mkdir()
    disk.parent.chmod(0o755)
    for part in postgres_account._PARTS:
        shutil.copytree(postgres_account._installed() / part, closed / part)
    monkeypatch.setattr(postgres_account, "_installed", lambda: closed)
    monkeypatch.setattr(postgres_account, "_COPY_BASES", (str(copies),))
    with running(disk / "sre") as server:
        _execute(server.url, "CREATE EXTENSION vector")
    assert closed.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes copies")
def test_a_copy_that_somebody_else_could_have_written_is_not_run(disk, monkeypatch):
    closed, copies = disk / "closed", disk / "copies"
    closed.mkdir(parents=True, mode=0o700)
    planted = copies / f"ameide-sre-postgres-{version('embedded-postgres')}"
    planted.mkdir(parents=True)
    planted.chmod(0o777)
    disk.parent.chmod(0o755)
    monkeypatch.setattr(postgres_account, "_installed", lambda: closed)
    monkeypatch.setattr(postgres_account, "_COPY_BASES", (str(copies),))
    with pytest.raises(PostgresFailed, match="cannot execute"):
        EmbeddedPostgres(disk / "sre").start()


def _pid(server: EmbeddedPostgres) -> int:
    assert server.pid is not None
    return server.pid


def _full_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@contextmanager
def _stranger(uid: int) -> Iterator[int]:
    process = subprocess.Popen(["sleep", "600"], user=uid if os.geteuid() == 0 else None)
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait(PATIENCE_S)


def _execute(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True, connect_timeout=int(PATIENCE_S)) as connection:
        connection.execute(statement)


def _value(url: str, query: str) -> object:
    with psycopg.connect(url, autocommit=True, connect_timeout=int(PATIENCE_S)) as connection:
        row = connection.execute(query).fetchone()
        return row and row[0]
