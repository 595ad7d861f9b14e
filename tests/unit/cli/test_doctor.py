"""`sre doctor` says what it found in both forms, and by its exit code how bad it is."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import doctor
from cli.commands import app
from local.data_directory import DataDirectory
from shared.app.checkup.findings import CheckupFinding, error, warning


def _ran(*arguments: str) -> tuple[int, str]:
    ran = CliRunner().invoke(app, ["doctor", *arguments])
    return ran.exit_code, ran.output


@pytest.mark.parametrize(
    ("findings", "code"), [([], 0), ([warning("a", "b")], 1), ([error("c", "d"), warning("a", "b")], 2)]
)
def test_its_exit_code_says_how_bad_it_is(monkeypatch: pytest.MonkeyPatch, findings: list[CheckupFinding], code: int):
    monkeypatch.setattr(doctor, "findings_of", lambda _data: findings)
    assert _ran()[0] == code
    told, text = _ran("--json")
    assert (told, json.loads(text)["exit_code"], len(json.loads(text)["findings"])) == (code, code, len(findings))


def test_each_finding_has_its_next_step(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doctor, "findings_of", lambda _data: [error("it is\x1b broken", "mend it")])
    _, text = _ran()
    assert "error    it is  broken" in text
    assert "→ mend it" in text


def test_a_database_that_is_away_is_found_and_not_raised(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SRE_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none?connect_timeout=1")
    code, text = _ran("--json")
    (finding,) = json.loads(text)["findings"]
    assert (code, finding["severity"]) == (2, "error")
    assert finding["what"].startswith("the database does not answer: ")
    assert finding["next_step"] == "Read docs/operations/database-silent.md"


def test_a_system_that_does_not_run_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SRE_DATABASE_URL", raising=False)
    data = DataDirectory(tmp_path / "data")
    data.path.mkdir(parents=True, exist_ok=True)
    data.local_file.write_text(json.dumps({"database_url": "postgresql://x"}), "utf-8")
    code, text = _ran("--json", "--data-dir", str(data.path))
    what = [finding["what"] for finding in json.loads(text)["findings"]]
    assert code == 2
    assert what[0] == f"the system of {data.path} does not run"
