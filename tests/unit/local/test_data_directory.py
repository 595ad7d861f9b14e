"""One installation, one user of it at a time, and secrets for its owner only."""

import os
import stat

import pytest

from functions.local.data_directory import DataDirectory, DirectoryInUse, read_json, write_private_json


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


def test_a_log_that_has_grown_is_cut_and_its_last_piece_kept(tmp_path):
    data = DataDirectory(tmp_path / "data")
    data.take()
    data.log("front").write_bytes(b"x" * (16 * 1024 * 1024 + 1))
    data.log("back").write_bytes(b"short")
    data.trim_logs()
    assert data.log("front").stat().st_size == 0
    assert (data.logs / "front.log.1").stat().st_size == 16 * 1024 * 1024 + 1
    assert data.log("back").read_bytes() == b"short"
    data.release()
