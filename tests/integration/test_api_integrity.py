"""An administrator checks their own company's history, a stretch at a time, and how far the read models are with it."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.support.api import ADA, BOB, Api
from tests.support.writing_gate import deciding_api


@pytest.fixture
def api(database_url: str) -> Iterator[Api]:
    with deciding_api(database_url) as api:
        yield api


def test_an_altered_history_shows_to_its_own_administrator_alone(api: Api):
    ada, bob = api.key(ADA, "admin"), api.key(BOB, "admin")
    for key in (ada, bob):
        for title in ("One", "Two"):
            made = api.ask("POST", "/v1/incidents", key=key, body={"title": title, "severity": "high"})
            assert made.status_code == 201, made.text
    first = api.ask("GET", "/v1/system/integrity?limit=1", key=ada).json
    rest = api.ask("GET", f"/v1/system/integrity?cursor={first['next_cursor']}", key=ada).json
    assert [(each["things"], each["flawed"]) for each in (first, rest)] == [(1, 0), (1, 0)]
    assert (first["facts"] >= 1, rest["next_cursor"]) == (True, None)
    behind = {each["name"]: each["behind"] for each in rest["read_models"]}
    assert (behind["incident_timeline"], behind["alert_groups"], behind["slo_burndown"]) == (1, 1, 0)

    with psycopg.connect(api.database_url) as connection:
        altered = connection.execute(
            "UPDATE domain.fact SET event = event || ' ' WHERE position ="
            " (SELECT min(position) FROM domain.fact WHERE tenant_id = %s) RETURNING aggregate_id::text",
            (ADA,),
        ).fetchone()
    assert altered is not None
    flaws = api.ask("GET", "/v1/system/integrity", key=ada).json["flaws"]
    assert [(each["aggregate_id"], each["version"], each["kind"]) for each in flaws] == [(altered[0], 1, "altered")]
    assert api.ask("GET", "/v1/system/integrity", key=bob).json["flawed"] == 0
    assert api.ask("GET", "/v1/system/integrity", key=api.key(ADA, "approver")).status_code == 403
