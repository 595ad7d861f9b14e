"""What ``make audit`` says of an answer of pip-audit, and of none."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
_CLEAN = {"name": "one", "version": "1.0", "vulns": []}
_BAD = {"name": "two", "version": "2.0", "vulns": [{"id": "GHSA-1", "fix_versions": ["2.1"]}]}
_SKIPPED = {"name": "three", "skip_reason": "could not be found"}
_PIP_AUDIT = """#!{python}
import pathlib, sys
answers = {answers!r}
answer = answers[pathlib.Path(sys.argv[sys.argv.index("--requirement") + 1]).name]
if answer is None:
    sys.exit("Traceback ...\\nConnectionError: nobody is there")
pathlib.Path(sys.argv[sys.argv.index("--output") + 1]).write_text(answer)
sys.exit(1 if "GHSA" in answer else 0)
"""


def _audit(folder: Path, answers: dict[str, list[dict[str, Any]] | None]) -> tuple[int, list[str]]:
    written = {lock: packages and json.dumps({"dependencies": packages}) for lock, packages in answers.items()}
    pip_audit = folder / "pip-audit"
    pip_audit.write_text(_PIP_AUDIT.format(python=sys.executable, answers=written), "utf-8")
    pip_audit.chmod(0o755)
    command = [sys.executable, str(ROOT / "infra" / "audit.py"), str(pip_audit), *answers]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.splitlines()


@pytest.mark.parametrize(
    ("answers", "code", "said"),
    [
        ({"a.txt": [_CLEAN]}, 0, ["clean     a.txt"]),
        ({"a.txt": [_CLEAN, _BAD]}, 1, ["known     a.txt: two 2.0: GHSA-1, mended in 2.1"]),
        ({"a.txt": None}, 2, ["unasked   a.txt: nothing is known, good or bad (ConnectionError: nobody is there)"]),
        ({"a.txt": [_SKIPPED]}, 2, ["unasked   a.txt: nothing is known, good or bad (three: could not be found)"]),
    ],
    ids=["clean", "known", "unreachable", "passed over"],
)
def test_silence_is_told_apart_from_good_news(
    tmp_path: Path, answers: dict[str, list[dict[str, Any]] | None], code: int, said: list[str]
):
    assert _audit(tmp_path, answers) == (code, said)


def test_one_lock_that_nobody_was_asked_about_hides_no_other(tmp_path: Path):
    code, said = _audit(tmp_path, {"a.txt": [_BAD], "b.txt": None, "c.txt": [_CLEAN]})
    assert code == 2
    assert [line.split()[0] for line in said] == ["known", "unasked", "clean"]
