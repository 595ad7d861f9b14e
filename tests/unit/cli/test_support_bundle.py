"""A bundle shows a maintainer what happened, and nobody's secrets or words."""

import json
import tarfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.commands import app
from cli.support_bundle import settings_shown
from local.data_directory import DataDirectory
from shared.app.checkup.log_lines import lines_for_maintainers, server_lines_for_maintainers

#: What must be nowhere in it: secrets, and what alerts say.
PLANTED = (
    "hunter2-the-password",
    "sk-live-0123456789abcdef0123456789abcdef",
    "the-key-of-this-installation",
    "customer Meier cannot pay",
    "10.20.30.40 melted",
)


def _installation(tmp_path: Path) -> Path:
    data = DataDirectory(tmp_path / "data")
    local = {
        "api_url": "http://127.0.0.1:1",
        "api_key": "the-key-of-this-installation",
        "database_url": "postgresql://sre:hunter2-the-password@127.0.0.1:1/sre?connect_timeout=1",
        "pid": 1,
    }
    data.path.mkdir(parents=True, exist_ok=True)
    data.local_file.write_text(json.dumps(local), "utf-8")
    log = data.log("front")
    log.parent.mkdir(parents=True, exist_ok=True)
    line = {
        "severity": "ERROR",
        "operation": "ingest_alert",
        "ms": 3.5,
        "trace": "0af7651916cd43dd8448eb211c80319c",
        "reason": "customer Meier cannot pay",
        "error": "ValueError",
        "detail": "10.20.30.40 melted",
        "stack": 'Traceback:\n  File "/srv/a/b/c/shared/app/relay.py", line 7, in drain\n    "10.20.30.40 melted"\n',
    }
    log.write_text(
        json.dumps(line) + '\nValueError: customer Meier cannot pay\n  File "/x/y.py", line 3, in f\n', "utf-8"
    )
    (data.path / "postgres.log").write_text(
        '2026-01-01 UTC [1] ERROR:  invalid input syntax for type uuid: "customer Meier cannot pay"\n'
        "2026-01-01 UTC [1] STATEMENT:  SELECT '10.20.30.40 melted'\n",
        "utf-8",
    )
    return data.path


def _opened(file: Path) -> dict[str, str]:
    with tarfile.open(file) as bundle:
        return {name: bundle.extractfile(name).read().decode() for name in bundle.getnames()}  # type: ignore[union-attr]


def test_a_bundle_holds_what_helps_and_nothing_that_was_planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    data = _installation(tmp_path)
    monkeypatch.setenv("SRE_DATABASE_URL", "postgresql://sre:hunter2-the-password@127.0.0.1:1/sre?connect_timeout=1")
    monkeypatch.setenv("SRE_AGENT_KEY", "sk-live-0123456789abcdef0123456789abcdef")
    monkeypatch.setenv("SRE_HTTP_THREADS", "8")
    file = tmp_path / "support.tar.gz"
    ran = CliRunner().invoke(app, ["support-bundle", str(file), "--data-dir", str(data)])
    assert ran.exit_code == 0, ran.output
    parts = _opened(file)
    whole = "\n".join(parts.values()) + ran.output
    assert [secret for secret in PLANTED if secret in whole] == []
    assert file.stat().st_mode & 0o077 == 0
    assert json.loads(parts["settings.json"])["SRE_HTTP_THREADS"] == "8"
    assert "the database does not answer" in json.loads(parts["findings.json"])[0]["what"]
    assert "psycopg" in json.loads(parts["versions.json"])["packages"]
    first, frame = parts["logs/front.log"].splitlines()
    assert json.loads(first) == {
        "severity": "ERROR",
        "operation": "ingest_alert",
        "ms": 3.5,
        "trace": "0af7651916cd43dd8448eb211c80319c",
        "error": "ValueError",
        "stack": ["c/shared/app/relay.py:7 drain"],
    }
    assert frame == "y.py:3 f"
    assert parts["logs/postgres.log"] == 'ERROR: invalid input syntax for type uuid: "…"'


def test_a_file_that_is_there_is_left_alone(tmp_path: Path):
    file = tmp_path / "support.tar.gz"
    file.write_text("mine", "utf-8")
    ran = CliRunner().invoke(app, ["support-bundle", str(file), "--data-dir", str(_installation(tmp_path))])
    assert ran.exit_code == 1
    assert file.read_text("utf-8") == "mine"


def test_settings_of_others_are_not_looked_at():
    shown = settings_shown(
        {"AWS_SECRET_ACCESS_KEY": "x", "SRE_TRANSPORT": "postgres", "SRE_CONSOLE_CLIENT_SECRET": "x"}
    )
    assert shown == {"SRE_CONSOLE_CLIENT_SECRET": "[redacted]", "SRE_TRANSPORT": "postgres"}


def test_a_field_that_nobody_has_named_stays_out():
    (line,) = lines_for_maintainers(['{"operation":"x","summary":"words","tenant":"acme","number":4}'])
    assert json.loads(line) == {"operation": "x", "number": 4}


def test_a_server_quotes_nothing():
    lines = ["x ERROR:  duplicate key", "x DETAIL:  Key (name)=(secret) exists", "x LOG:  role 'secret' came"]
    assert [*server_lines_for_maintainers(lines)] == ["ERROR: duplicate key", 'LOG: role "…" came']
