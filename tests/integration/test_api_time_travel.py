"""One thing as it was, over HTTP, decided by the writer itself."""

from collections.abc import Iterator
from urllib.parse import quote

import psycopg
import pytest

from tests.support.api import ADA, BOB, Api
from tests.support.postgres import only_row
from tests.support.writing_gate import deciding_api


@pytest.fixture
def api(database_url: str) -> Iterator[Api]:
    with deciding_api(database_url) as api:
        yield api


@pytest.fixture
def key(api: Api) -> str:
    return api.key(ADA, "admin")


def now(api: Api, *, in_days: int = 0) -> str:
    with psycopg.connect(api.database_url) as connection:
        (moment,) = only_row(connection.execute("SELECT clock_timestamp() + %s * interval '1 day'", (in_days,)))
    return quote(moment.isoformat())


def test_an_incident_as_it_was_is_what_was_answered_then(api: Api, key: str):
    before = now(api)
    made = api.ask("POST", "/v1/incidents", key=key, body={"title": "Checkout fails", "severity": "high"})
    one = made.headers["Location"]
    api.ask("POST", f"{one}/timeline", key=key, body={"kind": "note", "text": "looking"})
    answered, moment = api.ask("GET", one, key=key).json, now(api)
    api.ask("POST", f"{one}/acknowledge", key=key, body={})
    api.ask("POST", f"{one}/resolve", key=key, body={"summary": "rolled back"})

    then = api.ask("GET", f"{one}?as_of={moment}", key=key)

    assert api.ask("GET", one, key=key).json["status"] == "resolved"
    assert (then.status_code, "ETag" in then.headers) == (200, False)
    seen = then.json.pop("as_of")
    assert answered.pop("as_of") is None
    assert (answered["suppressed_by"], then.json["suppressed_by"]) == ([], None)
    told_apart = {"updated_at", "as_of", "suppressed_by"}
    assert {n: v for n, v in then.json.items() if n not in told_apart} == {
        n: v for n, v in answered.items() if n not in told_apart
    }
    assert (seen["position"], seen["at"], seen["stale"]) == (2, then.json["updated_at"], False)
    assert api.ask("GET", f"{one}?as_of={before}", key=key).status_code == 404
    assert api.ask("GET", f"{one}?as_of={moment}", key=api.key(BOB, "admin")).status_code == 404


def test_an_alert_as_it_was_does_not_say_who_was_told_of_it(api: Api, key: str):
    alert = {
        "source": "custom",
        "source_name": "cron",
        "fingerprint": "backup",
        "status": "firing",
        "name": "BackupFailed",
        "severity": "low",
        "labels": {"host": "db1"},
        "annotations": {},
        "starts_at": "2026-03-01T12:00:00Z",
    }
    told = api.ask("POST", "/v1/alerts", key=key, body=alert).json
    moment = now(api)
    api.ask("POST", f"/v1/alerts/{told['aggregate_id']}/acknowledge", key=key, body={})

    then = api.ask("GET", f"/v1/alerts/{told['aggregate_id']}?as_of={moment}", key=key).json
    today = api.ask("GET", f"/v1/alerts/{told['aggregate_id']}", key=key).json

    assert (then["version"], then["acknowledged_by"], then["suppressed_by"]) == (1, None, None)
    assert (today["version"], today["acknowledged_by"], today["suppressed_by"]) == (2, "human:admin-key", [])


def test_a_budget_as_it_was_counts_what_had_been_told_by_then(api: Api, key: str):
    definition = {
        "name": "Checkout answers",
        "target": 99.0,
        "window": {"kind": "rolling", "days": 30},
        "indicator": {"kind": "counts", "good_query": "g", "total_query": "t"},
    }
    made = api.ask("POST", "/v1/slos", key=key, body={"slug": "checkout", "definition": definition})
    one = made.headers["Location"]
    with psycopg.connect(api.database_url) as connection:
        (start,) = only_row(connection.execute("SELECT date_trunc('hour', now()) - interval '2 hours'"))
        (end,) = only_row(connection.execute("SELECT %s::timestamptz + interval '5 minutes'", (start,)))
    window = {"window_start": start.isoformat(), "window_end": end.isoformat(), "total": 1_000}
    assert api.ask("POST", f"{one}/windows", key=key, body=window | {"good": 995}).status_code == 200
    moment = now(api)
    assert api.ask("POST", f"{one}/windows", key=key, body=window | {"good": 900}).status_code == 200

    then = api.ask("GET", f"{one}?as_of={moment}", key=key).json
    today = api.ask("GET", one, key=key).json

    assert (then["exhausted"], today["exhausted"]) == (False, True)
    assert then["budget"] != today["budget"]
    assert (then["as_of"]["position"], today["as_of"]) == (2, None)
    burndown = api.ask("GET", f"{one}/burndown?as_of={moment}", key=key).json
    assert (burndown["budget"], burndown["as_of"]["position"]) == (then["budget"], 2)
    series = api.ask("GET", f"{one}/sli?as_of={moment}", key=key).json
    assert [point["good"] for point in series["points"] if point["recorded"]] == [995]


@pytest.mark.parametrize(
    "path",
    [
        *("/v1/incidents", "/v1/alerts", "/v1/alerts/active", "/v1/incidents/{incident}/timeline"),
        *("/v1/slos/{incident}/burndown", "/v1/slos/{incident}/sli"),
    ],
)
def test_a_question_is_about_the_past_or_about_ones_own_newest_write(api: Api, key: str, path: str):
    asked = path.replace("{incident}", str(api.incident(ADA)))
    answer = api.ask("GET", f"{asked}?as_of={now(api)}&min_position=1", key=key)
    assert (answer.status_code, answer.json["code"]) == (400, "query.two-times")
    early = api.ask("GET", f"{asked}?as_of={now(api, in_days=1)}", key=key)
    assert (early.status_code, early.json["detail"]) == (422, "as_of has not come yet")
    no_zone = api.ask("GET", f"{asked}?as_of=2026-03-01T12:00:00", key=key)
    assert (no_zone.status_code, no_zone.json["code"]) == (422, "request.invalid")
