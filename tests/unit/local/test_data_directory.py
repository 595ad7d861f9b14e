"""One installation, one user of it at a time, and secrets for its owner only."""

import errno
import os
import shutil
import stat

import pytest

from local.data_directory import DataDirectory, DirectoryInUse, read_json, write_private_json


def test_the_second_user_is_told_who_the_first_is(tmp_path):
    first, second = DataDirectory(tmp_path / "data"), DataDirectory(tmp_path / "data")
    first.take()
    with pytest.raises(DirectoryInUse, match=rf"in use by process {os.getpid()}.*SRE_DATA_DIR"):
        second.take()
    first.release()
    second.take()
    second.release()


def test_it_is_known_from_outside_whether_it_is_in_use(tmp_path):
    data = DataDirectory(tmp_path / "data")
    assert not data.in_use()
    data.take()
    assert data.in_use()
    data.release()
    assert not data.in_use()


def test_the_directory_is_its_owners_alone(tmp_path):
    data = DataDirectory(tmp_path / "data")
    data.take()
    assert stat.S_IMODE(data.path.stat().st_mode) == 0o700
    data.release()


def test_secrets_are_written_for_the_owner_only_even_over_an_open_file(tmp_path):
    path = tmp_path / "local.json"
    path.write_text("{}")
    path.chmod(0o644)
    write_private_json(path, {"api_key": "secret"})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_json(path) == {"api_key": "secret"}


def test_a_file_that_is_absent_or_not_json_reads_as_empty(tmp_path):
    (tmp_path / "half").write_text('{"api_key": "se')
    assert read_json(tmp_path / "half") == {}
    assert read_json(tmp_path / "absent") == {}


def test_logs_that_have_grown_are_cut_and_their_last_piece_kept(tmp_path):
    data = DataDirectory(tmp_path / "data")
    data.take()
    postgres = data.path / "postgres.log"
    for log in (data.log("front"), postgres):
        log.write_bytes(b"old" * 40 + b"x" * 100)
    data.log("back").write_bytes(b"short")
    data.trim_logs(100)
    assert (data.logs / "front.log.1").read_bytes() == b"x" * 100
    assert postgres.with_suffix(".log.1").read_bytes() == b"x" * 100
    assert data.log("front").read_bytes() == postgres.read_bytes() == b"120 bytes of this log were not kept\n"
    assert data.log("back").read_bytes() == b"short"
    data.release()


def test_where_there_is_no_room_for_the_earlier_piece_the_log_is_emptied_all_the_same(tmp_path, monkeypatch):
    data = DataDirectory(tmp_path / "data")
    data.take()
    data.log("front").write_bytes(b"x" * 200)
    monkeypatch.setattr(shutil, "copyfileobj", _full_disk)
    data.trim_logs(100)
    assert data.log("front").read_bytes() == b"200 bytes of this log were not kept\n"
    assert not (data.logs / "front.log.1").exists()
    data.release()


def _full_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
