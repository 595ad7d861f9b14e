"""What `sre incidents list` says of an incident whose alerts still fire."""

from typing import Any

import pytest
from typer.testing import CliRunner

from cli import incidents as commands


class _Answers:
    """An installation that has this page of incidents."""

    def __init__(self, *incidents: dict[str, Any]) -> None:
        self._page = {"items": list(incidents)}

    def get(self, path: str, _parameters: object = None) -> dict[str, Any]:
        return self._page if path == "/v1/incidents" else {"without_incident": 0, "all_counted": True}


def _incident(number: int, firing: int | None) -> dict[str, Any]:
    told = {"number": number, "severity": "critical", "status": "resolved", "title": "queue"}
    return told | {"alert_count": 3, "alerts_firing": firing, "declared_at": "2026-11-28T01:00:00Z"}


def test_an_incident_resolved_by_hand_says_how_many_of_its_alerts_fire(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = _Answers(_incident(1, 2), _incident(2, 0), _incident(3, None))
    monkeypatch.setattr(commands, "open_installation", lambda _directory: answers)
    shown: list[tuple[object, ...]] = []
    monkeypatch.setattr(commands, "show_table", lambda _columns, rows, **_: shown.extend(rows))
    assert CliRunner().invoke(commands.incidents, ["list"]).exit_code == 0
    assert [(row[0], row[2], row[3]) for row in shown] == [
        ("INC-1", "resolved", "3 (2 firing)"),
        ("INC-2", "resolved", "3"),
        ("INC-3", "resolved", "3"),
    ]
