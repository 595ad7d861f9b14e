"""What Cloud Monitoring watches is what the code says, and each policy names a runbook that is there."""

import inspect
import re
from pathlib import Path

from shared.adapters.metrics.said import SAID
from shared.bootstrap import look

_ROOT = Path(__file__).parents[3]
_MONITORING = _ROOT / "infra" / "terraform" / "modules" / "monitoring"
_LOCALS = (_MONITORING / "locals.tf").read_text("utf-8")
_FIELDS = re.findall(r'operation = "(\w+)", field = "(\w+)"', _LOCALS)
_RUNBOOKS = re.findall(r'runbook\s+= "([\w-]+)"', _LOCALS)


def test_every_number_that_is_read_from_the_log_is_said_there():
    said = {(operation, number.field) for operation, numbers in SAID.items() for number in numbers}
    said |= {("condition", field) for field in re.findall(r"^\s+(\w+)=", inspect.getsource(look.main), re.MULTILINE)}
    assert len(_FIELDS) > 6
    assert set(_FIELDS) <= said


def test_every_policy_names_a_runbook_that_is_there():
    policies = len(re.findall(r"^\s+advice\s+=", _LOCALS, re.MULTILINE))
    assert len(_RUNBOOKS) == policies > 12
    for name in _RUNBOOKS:
        assert (_ROOT / "docs" / "operations" / f"{name}.md").is_file(), name
    assert "docs/operations/${each.value.runbook}.md" in (_MONITORING / "main.tf").read_text("utf-8")


def test_every_number_that_is_read_is_watched_or_shown():
    used = set(re.findall(r"local\.metric\.(\w+)", _LOCALS))
    named = re.findall(r"^    (\w+)\s+= \{ operation", _LOCALS, re.MULTILINE)
    assert set(named) == used
