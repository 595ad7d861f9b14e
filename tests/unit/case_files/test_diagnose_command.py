"""`sre diagnose --from` as somebody types it: what it prints, and how it ends."""

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from cli.commands import app
from tests.support import manifests as k8s
from tests.support.cases import listed

CRASHING = k8s.pod("web-0", k8s.waiting("CrashLoopBackOff", restarts=7, last=k8s.ended(1)))
DESCRIBED = """Name:         web-0
Namespace:    shop
Node:         n1/10.0.0.1
Status:       Running
Containers:
  web:
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       Error
      Exit Code:    1
    Ready:          False
    Restart Count:  7
Events:           <none>
"""


def sre(*words: str | Path, pasted: str | None = None) -> Result:
    return CliRunner().invoke(app, ["diagnose", *map(str, words)], input=pasted)


def test_a_directory_says_what_is_broken_and_where_that_stands(tmp_path: Path):
    (tmp_path / "pods.json").write_text(listed(k8s.pod("db-0", k8s.running()), CRASHING))
    result = sre("--from", tmp_path)
    assert result.exit_code == 0
    assert "1 fault, from 2 reads of 1 file." in result.stdout
    assert "crash-loops: exit 1" in result.stdout
    assert "pods.json:" in result.stdout


def test_a_pasted_description_is_enough():
    result = sre("--from", "-", pasted=DESCRIBED)
    assert result.exit_code == 0
    assert "Pod shop/web-0 crash-loops" in result.stdout
    assert "-:1-13" in result.stdout


def test_programs_get_the_diagnosis_with_its_files_and_reads(tmp_path: Path):
    (tmp_path / "pods.json").write_text(listed(CRASHING))
    (tmp_path / "notes.md").write_text("It broke at noon.\n```\nNAME    READY   STATUS\n```\n")
    answer = json.loads(sre("--from", tmp_path, "--json").stdout)
    (hypothesis,) = answer["hypotheses"]
    cited = {citation["evidence_id"] for citation in hypothesis["citations"]}
    assert {each["evidence_id"] for each in answer["evidence"]} == cited
    assert answer["evidence"][0]["file"] == "pods.json"
    assert [each["path"] for each in answer["files"]] == ["notes.md", "pods.json"]
    assert {"path": "notes.md", "lines": "1", "why": "prose is not read as evidence"} in answer["unread"]


def test_where_nothing_is_wrong_it_says_so(tmp_path: Path):
    (tmp_path / "pods.json").write_text(listed(k8s.pod("db-0", k8s.running())))
    result = sre("--from", tmp_path)
    assert result.exit_code == 0
    assert "Nothing is wrong with what could be read" in result.stdout


def test_what_it_cannot_tell_ends_with_another_code(tmp_path: Path):
    (tmp_path / "pods.json").write_text(listed(k8s.pod("web-0", k8s.waiting("SomethingNew"), created=k8s.ago(days=1))))
    result = sre("--from", tmp_path)
    assert result.exit_code == 3
    assert "none of the faults" in result.stdout


def test_where_nothing_can_be_read_the_reason_is_given(tmp_path: Path):
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\0")
    result = sre("--from", tmp_path)
    assert result.exit_code == 1
    assert "photo.png: it is no text" in result.stderr


def test_a_path_that_is_not_there_is_said():
    result = sre("--from", "/nowhere/at/all")
    assert result.exit_code == 1
    assert "does not exist" in result.stderr


def test_what_comes_from_outside_moves_no_cursor(tmp_path: Path):
    (tmp_path / "[red]x\x1b[2J.txt").write_text(DESCRIBED)
    result = sre("--from", tmp_path)
    assert "\x1b[2J" not in result.stdout
    assert "[red]x" in result.stdout
