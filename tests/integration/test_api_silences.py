"""Silences over HTTP, decided by the writer: made, shown as of now, listed, ended."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.app.project import Projector
from shared.kernel.message import Fact
from shared.projections.alert_groups.projection import alert_groups
from tests.support import facts as make
from tests.support.api import ADA, BOB, Api
from tests.support.writing_gate import deciding_api

#: When the tests were collected, which may be hours before one of them runs.
NOW = datetime.now(UTC)


@pytest.fixture
def api(database_url: str) -> Iterator[Api]:
    with deciding_api(database_url) as api:
        yield api


def definition(start: timedelta, end: timedelta | None, **more):
    ends_at = None if end is None else (NOW + end).isoformat()
    return {
        "definition": {
            "matchers": ['namespace="payments"'],
            "starts_at": (NOW + start).isoformat(),
            "ends_at": ends_at,
            "reason": "upgrade",
            **more,
        }
    }


ACTIVE = definition(timedelta(days=-1), timedelta(days=1))
PENDING = definition(timedelta(days=1), timedelta(days=2))
NIGHTLY = definition(
    timedelta(days=2), None, recurrence={"rrule": "FREQ=DAILY", "zone": "Europe/Berlin", "duration_s": 3600}
)


def made(api: Api, key: str, body) -> str:
    answer = api.ask("POST", "/v1/silences", key=key, body=body)
    assert answer.status_code == 201, answer.json
    return answer.headers["Location"]


def project(api: Api, fact: Fact) -> None:
    with connect_pool(api.database_url, role="sre_projector", application="test") as writing:
        added = [make.Log().add(fact, tenant=ADA)]
        make.commit(api.database_url, added)
        Projector(alert_groups, PostgresProjectionStore(writing, alert_groups, make.READER)).project(added)


def test_a_silence_says_whether_it_is_active_now_until_when_and_when_again(api: Api):
    key = api.key(ADA, "responder")
    now, later = made(api, key, ACTIVE), made(api, key, NIGHTLY)
    active = api.ask("GET", now, key=key)
    assert (active.json["state"], active.json["created_by"]) == ("active", "human:responder-key")
    assert datetime.fromisoformat(active.json["until"]) == NOW + timedelta(days=1)
    assert active.headers["ETag"] == '"1"'
    pending = api.ask("GET", later, key=key).json
    assert (pending["state"], pending["until"]) == ("pending", None)
    first = datetime.fromisoformat(pending["next_starts_at"])
    assert first == (NOW + timedelta(days=2)).replace(microsecond=0)


def test_silences_are_listed_by_what_they_are_now(api: Api):
    key = api.key(ADA, "responder")
    active, pending, ended = (made(api, key, body) for body in (ACTIVE, PENDING, ACTIVE))
    assert api.ask("POST", f"{ended}/expire", key=key, body={"reason": "done"}).status_code == 200

    def listed(state: str) -> set[str]:
        items = api.ask("GET", f"/v1/silences?state={state}", key=key).json["items"]
        return {f"/v1/silences/{item['silence_id']}" for item in items}

    assert (listed("active"), listed("pending"), listed("expired")) == ({active}, {pending}, {ended})
    page = api.ask("GET", "/v1/silences?limit=2", key=key).json
    rest = api.ask("GET", f"/v1/silences?limit=2&cursor={page['next_cursor']}", key=key).json
    assert (len(page["items"]), len(rest["items"]), rest["next_cursor"]) == (2, 1, None)


def test_a_change_that_was_decided_on_an_old_version_is_refused(api: Api):
    key = api.key(ADA, "responder")
    one = made(api, key, ACTIVE)
    assert api.ask("PUT", one, key=key, body=PENDING, headers={"If-Match": '"1"'}).status_code == 200
    stale = api.ask("PUT", one, key=key, body=ACTIVE, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json["version"]) == (412, 2)


def test_a_silence_that_could_not_work_is_refused_with_its_reason(api: Api):
    answer = api.ask("POST", "/v1/silences", key=api.key(ADA, "responder"), body=definition(timedelta(0), None))
    assert (answer.status_code, answer.json["code"]) == (409, "silence.endless")
    assert "recurs" in answer.json["detail"]


def test_another_tenants_silence_is_not_there(api: Api):
    one = made(api, api.key(ADA, "responder"), ACTIVE)
    bob = api.key(BOB, "responder")
    assert api.ask("GET", one, key=bob).status_code == 404
    assert api.ask("POST", f"{one}/expire", key=bob, body={}).status_code == 404
    assert api.ask("GET", "/v1/silences", key=bob).json["items"] == []


def test_a_viewer_silences_nothing(api: Api):
    assert api.ask("POST", "/v1/silences", key=api.key(ADA, "viewer"), body=ACTIVE).status_code == 403


def test_an_alert_says_which_silence_keeps_it_from_people(api: Api):
    """Its labels: service="checkout"."""
    key, alert = api.key(ADA, "responder"), api.alert(ADA)
    shown = api.ask("GET", f"/v1/alerts/{alert}", key=key).json
    assert (shown["status"], shown["suppressed_by"]) == ("firing", [])
    one = made(api, key, definition(timedelta(days=-1), timedelta(days=1), matchers=['service=~"check.*"']))
    made(api, key, definition(timedelta(days=-1), timedelta(days=1), matchers=['service="search"']))
    made(api, key, definition(timedelta(days=1), timedelta(days=2), matchers=['service="checkout"']))
    shown = api.ask("GET", f"/v1/alerts/{alert}", key=key).json
    (suppressed,) = shown["suppressed_by"]
    assert (suppressed["silence_id"], suppressed["reason"]) == (one.removeprefix("/v1/silences/"), "upgrade")
    assert shown["status"] == "firing"
    api.ask("POST", f"{one}/expire", key=key, body={})
    assert api.ask("GET", f"/v1/alerts/{alert}", key=key).json["suppressed_by"] == []


def test_a_silence_tells_what_it_has_held_back(api: Api):
    key = api.key(ADA, "responder")
    project(api, make.ingested("a", starts_at=NOW, labels={"service": "checkout"}))
    one = made(api, key, definition(timedelta(days=-1), timedelta(days=1), matchers=['service=~"check.*"']))
    told = api.ask("GET", f"{one}/alerts", key=key).json
    assert (told["alerts"], told["episodes"], told["compared"], told["all_compared"]) == (1, 1, 1, True)
    assert [(each["alert_id"], each["status"]) for each in told["items"]] == [(str(make.named("a")), "firing")]
    elsewhere = made(api, key, definition(timedelta(days=-1), timedelta(days=1), matchers=['service="search"']))
    assert api.ask("GET", f"{elsewhere}/alerts", key=key).json["episodes"] == 0
    assert api.ask("GET", f"{one}/alerts", key=api.key(BOB, "responder")).status_code == 404


def test_silences_that_are_over_however_many_hide_none_that_holds(api: Api, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("shared.app.operations.silence.suppression._MOST", 3)
    key, alert = api.key(ADA, "responder"), api.alert(ADA)
    checkout = {"matchers": ['service="checkout"']}
    short = made(api, key, definition(timedelta(days=-1), timedelta(days=9), **checkout))
    nightly = {"rrule": "FREQ=DAILY", "zone": "Europe/Berlin", "duration_s": 3600}
    recurring = made(api, key, definition(timedelta(minutes=-1), None, recurrence=nightly, **checkout))
    for hours in range(2, 6):
        over = definition(timedelta(days=-9), -timedelta(days=hours), recurrence=None, kind="maintenance", **checkout)
        api.store(ADA, "silence", UUID(int=hours), {**over, "created_by": "human:ana", "expired_at": None})
    suppressed = api.ask("GET", f"/v1/alerts/{alert}", key=key).json["suppressed_by"]
    assert {f"/v1/silences/{each['silence_id']}" for each in suppressed} == {short, recurring}


def test_a_silence_that_cannot_be_used_any_more_says_why_and_stops_no_page(api: Api):
    key, alert = api.key(ADA, "responder"), api.alert(ADA)
    unusable = {"matchers": ['service="checkout"', 'team=~"("'], "recurrence": None, "kind": "silence"}
    stored = definition(timedelta(days=-1), timedelta(days=1), **unusable)
    nobody = dict.fromkeys(("updated_by", "expired_by", "expired_at", "expire_reason"))
    api.store(ADA, "silence", UUID(int=1), {**stored, **nobody, "created_by": "human:ana"})
    assert api.ask("GET", f"/v1/alerts/{alert}", key=key).json["suppressed_by"] == []
    shown = api.ask("GET", f"/v1/silences/{UUID(int=1)}", key=key).json
    assert (shown["state"], bool(shown["problem"])) == ("expired", True)
    assert [each["silence_id"] for each in api.ask("GET", "/v1/silences", key=key).json["items"]] == [str(UUID(int=1))]
