"""Says at the end on which transports each level of tests ran; an installed emulator must be among them."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pytest

from tests.support.pubsub_emulator import installed_jar

_LEVELS = {"contract": "contract suite", "e2e": "end to end"}
_REPORT = "transports"
_ran: dict[str, set[str]] = defaultdict(set)
_selected: dict[str, set[str]] = defaultdict(set)


def ran(level: str, transport: str) -> None:
    """``level``: ``contract suite`` or ``end to end``."""
    _ran[level].add(transport)


def pytest_collection_finish(session: pytest.Session) -> None:
    for item in session.items:
        level = next((_LEVELS[part] for part in item.path.parts if part in _LEVELS), None)
        parameters = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        if level is not None and "transport_name" in parameters:
            _selected[level].add(str(parameters["transport_name"]))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """One of several processes that share the tests has ended: what it ran counts for all. A crash says nothing."""
    report = getattr(node, "workeroutput", {}).get(_REPORT, {})
    for level, (selected, done) in report.items():
        _selected[level].update(selected)
        _ran[level].update(done)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for level, selected in sorted(_selected.items()):
        absent = ", ".join(sorted(selected - _ran[level]))
        names = ", ".join(sorted(_ran[level]))
        terminalreporter.write_line(f"transports, {level}: {names}" + (f"; not: {absent}" if absent else ""))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """An emulator that is installed and was not used is a failure, not a detail."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[_REPORT] = _report()
        return
    stopped_early = bool(session.shouldstop or session.shouldfail)
    unused = any("pubsub-emulator" in selected - _ran[level] for level, selected in _selected.items())
    if unused and installed_jar() is not None and not stopped_early:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _report() -> Mapping[str, tuple[list[str], list[str]]]:
    return {level: (sorted(selected), sorted(_ran[level])) for level, selected in _selected.items()}
