"""`sre projections …` against a real database."""

import json
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner, Result

from cli import projections as cli
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.projections.states import read_states
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.app.project import Projector
from shared.bootstrap import rebuild as operator
from shared.projections.alert_groups.projection import alert_groups
from shared.projections.registry import PROJECTIONS
from tests.support.facts import READER, commit
from tests.support.histories import random_history

pytestmark = pytest.mark.postgres

NAMES = [projection.name for projection in PROJECTIONS]


@pytest.fixture(autouse=True)
def history(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SRE_DATABASE_URL", database_url)
    log = random_history(31, length=60).facts
    commit(database_url, log)
    with connect_pool(database_url, role="sre_projector", application="test") as pool:
        for projection in PROJECTIONS:
            Projector(projection, PostgresProjectionStore(pool, projection, READER)).project(log)


def sre(line: str) -> Result:
    return CliRunner().invoke(cli.projections, line.split())


def listed(name: str) -> dict[str, Any]:
    return next(state for state in json.loads(sre("list --json").stdout) if state["name"] == name)


def test_the_list_shows_every_read_model():
    shown = sre("list")
    assert shown.exit_code == 0
    assert [name for name in NAMES if name not in shown.stdout] == []
    assert "sre projections" not in shown.stdout
    assert listed("alert_groups")["lag_facts"] == 0


def test_a_candidate_is_kept_swapped_in_and_taken_back():
    kept = sre("rebuild alert_groups")
    assert (kept.exit_code, "alert_groups.alert: 0 rows differ" in kept.stdout) == (0, True)
    assert "`sre projections swap alert_groups` serves from it" in kept.stdout
    assert listed("alert_groups")["candidate"]["completed_at"]
    assert f"next (version {alert_groups.version}) since" in sre("list").stdout

    assert sre("swap alert_groups").exit_code == 0
    state = listed("alert_groups")
    assert (state["candidate"], state["previous"]["version"]) == (None, alert_groups.version)
    assert sre("rollback alert_groups").exit_code == 0
    assert sre("verify alert_groups").exit_code == 0


def test_everything_is_rebuilt_and_verified_at_once():
    assert sre("rebuild all --swap").exit_code == 0
    verified = sre("verify all")
    assert verified.exit_code == 0
    for projection in PROJECTIONS:
        for table, _row in projection.tables:
            assert f"{projection.name}.{table}: 0 rows differ" in verified.stdout


def test_differing_rows_are_counted_and_are_exit_code_1(database_url: str):
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "UPDATE alert_groups.alert SET name = 'touched'"
            " WHERE (tenant_id, alert_id) = (SELECT tenant_id, alert_id FROM alert_groups.alert LIMIT 1)"
        )
    differs = sre("verify alert_groups")
    assert (differs.exit_code, "alert_groups.alert: 2 rows differ" in differs.stdout) == (1, True)
    refused = sre("rebuild alert_groups --swap")
    assert (refused.exit_code, "is kept; `sre projections swap" in refused.stdout) == (1, True)
    assert sre("rebuild alert_groups --swap-anyway").exit_code == 0
    assert sre("verify alert_groups").exit_code == 0


def test_a_program_of_another_version_is_told_and_gets_the_command(database_url: str, monkeypatch: pytest.MonkeyPatch):
    now = alert_groups.version
    newer = replace(alert_groups, version=now + 1)
    monkeypatch.setattr(operator, "states", lambda url: read_states(url, [newer]))
    shown = sre("list").stdout
    assert f"{now + 1}, database {now}" in shown
    assert (
        f"alert_groups: the program is of version {now + 1}, the database of version {now}:"
        " sre projections rebuild alert_groups --swap" in shown
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("rebuild nothing", "there is no read model 'nothing'"),
        ("swap all", "there is no read model 'all'"),
        ("swap alert_groups", "no finished candidate of alert_groups"),
        ("rollback alert_groups", "no earlier tables of alert_groups are kept"),
    ],
)
def test_what_cannot_be_done_is_said(line: str, words: str):
    result = sre(line)
    assert (result.exit_code, words in result.stderr) == (1, True)
