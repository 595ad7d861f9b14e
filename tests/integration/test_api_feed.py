"""The live feed over HTTP: what changed, to whom it is told, and coming back to where one was."""

import json
from collections.abc import Iterator
from threading import Event, Thread
from typing import Any

import psycopg
import pytest
from werkzeug.test import TestResponse

from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.feed_log import PostgresFeedLog
from shared.app.feed import Feed, FeedLimits, FeedQuery
from shared.domain.alert.facts import AlertIngested
from shared.projections.registry import PROJECTIONS
from tests.support import facts as make
from tests.support.api import ADA, BOB, Api
from tests.support.facts import CODEC, Log, commit, minutes, named

QUICK = FeedLimits(longest_s=0.3, poll_s=0.02, farthest=50)


@pytest.fixture
def pool(database_url: str) -> Iterator[Pool]:
    with connect_pool(database_url, role="sre_query", application="api-test", max_size=4) as pool:
        yield pool


@pytest.fixture
def api(database_url: str, pool: Pool) -> Api:
    return Api(database_url, pool, feed=QUICK)


@pytest.fixture
def key(api: Api) -> str:
    return api.key(ADA, "viewer")


def told(response: TestResponse) -> list[dict[str, Any]]:
    """Every block that a reader remembers or acts on."""
    assert (response.status_code, response.content_type) == (200, "text/event-stream")
    blocks = response.text.removesuffix("\n\n").split("\n\n")
    assert blocks[0] == "retry: 2000"
    read = [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks[1:]]
    return [
        {"id": int(block["id"]), "event": block.get("event")} | json.loads(block.get("data", "{}")) for block in read
    ]


def changes(response: TestResponse) -> list[int]:
    return [block["position"] for block in told(response) if block["event"] == "change"]


def ingest(log: Log, *names: str, tenant: Any = ADA) -> list[Any]:
    return [log.add(make.ingested(name), tenant=tenant, at=minutes(7)) for name in names]


def test_a_change_says_what_where_and_who_shows_it_and_not_a_word_of_its_content(api: Api, key: str):
    commit(api.database_url, ingest(Log(), "a"))
    answer = api.ask("GET", "/v1/feed?after=0&follow=false", key=key)
    start, change, end = told(answer)
    assert (start, end) == ({"id": 0, "event": None}, {"id": 1, "event": None})
    assert change == {
        "id": 1,
        "event": "change",
        "position": 1,
        "type": "io.ameide.sre.fact.alert-ingested.v1",
        "aggregate_type": "alert",
        "aggregate_id": str(named("a")),
        "version": 1,
        "occurred_at": "2026-03-01T12:07:00Z",
        "views": [p.name for p in PROJECTIONS if AlertIngested in p.handles],
    }
    assert "HighErrorRate" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_a_place_it_begins_now_or_so_many_before_and_stays_for_what_comes(api: Api, key: str):
    log = Log()
    commit(api.database_url, ingest(log, "a", "b", "c"))
    later = Thread(target=lambda: commit(api.database_url, ingest(log, "d")))
    with api.ask("GET", "/v1/feed", key=key) as answer:
        parts = answer.iter_encoded()
        assert (next(parts), next(parts)) == (b"retry: 2000\n\n", b": here\nid: 3\n\n")
        later.start()
        assert next(parts).startswith(b"id: 4\nevent: change\n")
    later.join()
    assert changes(api.ask("GET", "/v1/feed?last=2&follow=false", key=key)) == [3, 4]
    assert changes(api.ask("GET", "/v1/feed?follow=false", key=key)) == []
    assert changes(api.ask("GET", "/v1/feed?last=9&follow=false", key=key)) == [1, 2, 3, 4]


def test_a_reader_comes_back_by_the_header_or_by_the_parameter_and_the_header_is_newer(api: Api, key: str):
    commit(api.database_url, ingest(Log(), "a", "b", "c", "d"))
    back = {"Last-Event-ID": "3"}
    assert changes(api.ask("GET", "/v1/feed?after=2&follow=false", key=key)) == [3, 4]
    assert changes(api.ask("GET", "/v1/feed?after=2&follow=false", key=key, headers=back)) == [4]


def test_another_tenants_facts_are_neither_told_nor_a_place(api: Api, key: str):
    log = Log()
    commit(api.database_url, [*ingest(log, "a"), *ingest(log, "b", "c", tenant=BOB), *ingest(log, "d")])
    assert changes(api.ask("GET", "/v1/feed?after=0&follow=false", key=key)) == [1, 4]
    assert changes(api.ask("GET", "/v1/feed?after=0&follow=false", key=api.key(BOB, "viewer"))) == [2, 3]
    reset, _end = told(api.ask("GET", "/v1/feed?after=2&follow=false", key=key))
    assert reset == {"id": 4, "event": "reset", "position": 4}


def test_what_an_open_transaction_may_still_precede_is_not_told_yet(api: Api, key: str):
    log = Log()
    (late,) = ingest(log, "late")
    with psycopg.connect(api.database_url) as slow:
        slow.execute("SELECT pg_current_xact_id()")
        commit(api.database_url, ingest(log, "early"))
        held_back = changes(api.ask("GET", "/v1/feed?after=0&follow=false", key=key))
        # A place that is not certain yet is no reset; its own fact is told once more.
        on_from_there = told(api.ask("GET", "/v1/feed?after=1&follow=false", key=key))
        slow.execute(
            "INSERT INTO domain.fact (tenant_id, aggregate_type, aggregate_id, version, fact_id, type, lane, event,"
            " hash) VALUES (%s, 'alert', %s, 1, %s, 't', 0, %s, '')",
            (ADA, late.data.alert_id, late.message_id, CODEC.encode(late)),
        )
    assert held_back == []
    assert on_from_there == [{"id": 0, "event": None}, {"id": 0, "event": None}]
    assert changes(api.ask("GET", "/v1/feed?after=0&follow=false", key=key)) == [2, 1]
    assert changes(api.ask("GET", "/v1/feed?after=2&follow=false", key=key)) == [1]


def test_nothing_is_skipped_or_told_twice_to_a_reader_that_keeps_coming_back_among_overlapping_writers(
    database_url: str, pool: Pool, key: str
):
    """Each transaction holds its facts back for a moment, so that positions and commits are out of step.

    On a crowded machine the reader may be as far behind as it likes.
    """
    api = Api(database_url, pool, feed=FeedLimits(longest_s=0.3, poll_s=0.02))
    done = Event()

    def write(writer: int) -> None:
        log = Log()
        for step in range(15):
            with psycopg.connect(api.database_url) as connection:
                for fact in ingest(log, f"{writer}-{step}-a", f"{writer}-{step}-b"):
                    connection.execute(
                        "INSERT INTO domain.fact (tenant_id, aggregate_type, aggregate_id, version, fact_id, type,"
                        " lane, event, hash) VALUES (%s, 'alert', %s, 1, %s, 't', 0, %s, '')",
                        (ADA, fact.data.alert_id, fact.message_id, CODEC.encode(fact)),
                    )
                    done.wait(0.003 * (writer + step % 3))

    writers = [Thread(target=write, args=(number,)) for number in range(3)]
    for writer in writers:
        writer.start()
    seen: list[int] = []
    place = 0
    while any(writer.is_alive() for writer in writers) or len(seen) < 90:
        before = len(seen)
        blocks = told(api.ask("GET", "/v1/feed?follow=false", key=key, headers={"Last-Event-ID": str(place)}))
        seen += [block["position"] for block in blocks if block["event"] == "change"]
        place = blocks[-1]["id"]
        assert not any(block["event"] == "reset" for block in blocks)
        assert before <= len(seen) <= 90
    assert sorted(seen) == list(range(1, 91))


def test_only_the_kinds_that_are_asked_for_are_told_and_the_place_goes_past_the_others(api: Api, key: str):
    log = Log()
    facts = [log.add(make.created(), tenant=ADA), *ingest(log, "a", "b")]
    commit(api.database_url, facts)
    path = "/v1/feed?after=0&follow=false"
    assert changes(api.ask("GET", f"{path}&kinds=incident", key=key)) == [1]
    assert told(api.ask("GET", f"{path}&kinds=incident", key=key))[-1]["id"] == 3
    assert changes(api.ask("GET", f"{path}&kinds=incident,alert", key=key)) == [1, 2, 3]
    assert changes(api.ask("GET", f"{path}&kinds=alert&kinds=runbook", key=key)) == [2, 3]


def test_a_reader_too_far_behind_is_told_to_look_anew_and_goes_on_from_now(api: Api, key: str):
    commit(api.database_url, ingest(Log(), *(str(number) for number in range(52))))
    assert told(api.ask("GET", "/v1/feed?after=1&follow=false", key=key))[0] == {
        "id": 52,
        "event": "reset",
        "position": 52,
    }
    assert len(changes(api.ask("GET", "/v1/feed?after=2&follow=false", key=key))) == 50
    assert told(api.ask("GET", "/v1/feed?after=999&follow=false", key=key))[0]["event"] == "reset"


@pytest.mark.parametrize(
    ("query", "headers", "status", "code"),
    [
        ("kinds=gremlin", {}, 422, "query.invalid"),
        ("after=-1", {}, 422, "request.invalid"),
        ("last=1001", {}, 422, "request.invalid"),
        ("", {"Last-Event-ID": "1; DROP"}, 400, "header.last-event-id"),
        ("", {"Last-Event-ID": "9" * 19}, 400, "header.last-event-id"),
    ],
)
def test_what_is_no_place_or_kind_is_refused(api: Api, key: str, query: str, headers: Any, status: int, code: str):
    answer = api.ask("GET", f"/v1/feed?{query}", key=key, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_a_seat_is_free_again_however_a_reader_leaves(database_url: str, pool: Pool):
    api = Api(database_url, pool, feed=FeedLimits(readers=1, longest_s=60, poll_s=0.01))
    key = api.key(ADA, "viewer")
    for read in (0, 1, 2):
        with api.ask("GET", "/v1/feed", key=key) as held:
            parts = held.iter_encoded()
            for _ in range(read):
                next(parts)
            full = api.ask("GET", "/v1/feed?follow=false", key=key)
            assert (full.status_code, full.json["code"], full.headers["Retry-After"]) == (503, "feed.full", "5")
    assert told(api.ask("GET", "/v1/feed?follow=false", key=key)) == [{"id": 0, "event": None}] * 2
    with api.ask("HEAD", "/v1/feed", key=key) as nothing:
        assert nothing.status_code == 200
    assert api.ask("GET", "/v1/feed?follow=false", key=key).status_code == 200


def test_a_quiet_feed_says_every_quarter_of_a_minute_that_it_is_there_and_ends_after_five_minutes(pool: Pool):
    now = [0.0]

    def pause(seconds: float) -> None:
        now[0] += seconds

    feed = Feed(PostgresFeedLog(pool), {}, FeedLimits(), monotonic=lambda: now[0], pause=pause)
    heard = [now[0] for signal in feed.read(ADA, FeedQuery()) if signal.id is not None]
    assert heard == [float(at) for at in (0, *range(15, 301, 15))]


def test_a_server_that_stops_ends_its_streams(api: Api, key: str):
    """What would have stayed for a minute ends with the next look at the log."""
    slow = Api(api.database_url, api.pool, feed=FeedLimits(longest_s=60, poll_s=0.01))
    answer = slow.client.get(
        "/v1/feed", headers={"Authorization": f"Bearer {key}"}, environ_overrides={"sre.serving": lambda: False}
    )
    assert told(answer) == [{"id": 0, "event": None}]


def test_a_database_that_goes_away_ends_the_stream_and_the_reader_comes_back(api: Api, key: str):
    with api.ask("GET", "/v1/feed", key=key) as answer:
        parts = answer.iter_encoded()
        assert [next(parts), next(parts)] == [b"retry: 2000\n\n", b": here\nid: 0\n\n"]
        api.pool.close()
        assert list(parts) == []
