"""Candidates: built beside what serves, stopped and resumed, compared, swapped in, and the way back."""

import signal
from collections.abc import Iterator
from dataclasses import replace
from threading import Event, Thread
from typing import Any

import psycopg
import pytest

from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.projections import log_pages
from shared.adapters.postgres.projections.rebuild import open_candidate, open_previous
from shared.adapters.postgres.projections.states import read_states
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.app.project import Projector
from shared.bootstrap.rebuild import build, compare, roll_back, states, swap
from shared.ports.failpoint import install_failpoint
from shared.ports.rebuild import NothingKept, ProjectionState
from shared.projections.alert_groups.projection import alert_groups
from shared.projections.incident_timeline.projection import incident_timeline
from shared.projections.projection import Projection
from shared.projections.registry import PROJECTIONS
from tests.support import facts as make
from tests.support.facts import READER, TENANT, Log, commit
from tests.support.histories import random_history
from tests.support.killed_rebuild import killed_rebuild
from tests.support.patience import wait_until

pytestmark = pytest.mark.postgres

each_projection = pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda projection: projection.name)


@pytest.fixture
def pool(database_url: str) -> Iterator[Pool]:
    with connect_pool(database_url, role="sre_projector", application="test") as pool:
        yield pool
    install_failpoint(None)


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_pages, "PAGE_SIZE", 5)


def projector(pool: Pool, projection: Projection) -> Projector:
    return Projector(projection, PostgresProjectionStore(pool, projection, READER))


def value(url: str, statement: str) -> Any:
    with psycopg.connect(url) as connection:
        row = connection.execute(statement.encode()).fetchone()
        return row and row[0]


def state_of(url: str, name: str) -> ProjectionState:
    return next(state for state in states(url) if state.name == name)


def killed_at(url: str, name: str, failpoint: str, times: int) -> None:
    assert killed_rebuild(url, name, failpoint, times) == -signal.SIGKILL
    # The dead process' sessions end, and with them its lock, when the server notices.
    wait_until(lambda: value(url, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == 0)


@each_projection
@pytest.mark.slow
def test_a_rebuild_that_is_killed_three_times_while_writes_go_on_is_equal_swaps_and_goes_back(
    database_url: str, pool: Pool, projection: Projection
) -> None:
    log = random_history(21, length=600).facts
    commit(database_url, log[:250])
    projector(pool, projection).project(log[:250])
    stop, failures, rest = Event(), [], log[250:]

    def write_on() -> None:
        try:
            while len(rest) > 30 and not stop.wait(0.02):
                batch, rest[:3] = rest[:3], []
                commit(database_url, batch)
                projector(pool, projection).project(batch)
        except BaseException as failure:  # noqa: BLE001 - shown by the assert
            failures.append(failure)

    writer = Thread(target=write_on)
    writer.start()
    resumed_at = []
    for failpoint, times in (("projector.commit", 4), ("rebuild.advance", 3), ("rebuild.finish", 1)):
        killed_at(database_url, projection.name, failpoint, times)
        candidate = state_of(database_url, projection.name).candidate
        assert candidate is not None
        resumed_at.append(candidate.facts)
    finished = build(database_url, projection.name)
    swap(database_url, projection.name)
    stop.set()
    writer.join()

    assert failures == []
    assert 0 < resumed_at[0] < resumed_at[1] < resumed_at[2]
    assert finished is not None
    assert finished.equal
    after_swap = compare(database_url, projection.name)
    assert (after_swap.equal, after_swap.behind) == (True, 0)
    assert value(database_url, f"SELECT count(*) FROM {projection.name}_previous.progress") > 0

    commit(database_url, rest)
    projector(pool, projection).project(rest)
    roll_back(database_url, projection.name)

    after_rollback = compare(database_url, projection.name)
    assert (after_rollback.equal, after_rollback.behind) == (True, 0)


def test_a_resumed_rebuild_does_not_read_again_what_is_done(database_url: str, pool: Pool) -> None:
    log = random_history(22, length=300).facts
    commit(database_url, log)
    killed_at(database_url, "alert_groups", "rebuild.advance", 4)

    reports: list[tuple[int, int]] = []
    build(database_url, "alert_groups", lambda done, total: reports.append((done, total)))

    assert reports[0][0] == 20
    assert reports[-1][0] == reports[-1][1]


@pytest.mark.parametrize("failpoint", ["rebuild.advance", "rebuild.advanced", "rebuild.finish", "rebuild.finished"])
def test_wherever_it_stops_the_next_run_ends_equal_and_with_every_index(
    database_url: str, pool: Pool, failpoint: str
) -> None:
    log = random_history(23, length=120).facts
    commit(database_url, log)
    projector(pool, alert_groups).project(log)

    class Stopped(BaseException):
        pass

    def stop(at: str) -> None:
        if at == failpoint:
            raise Stopped

    install_failpoint(stop)
    with pytest.raises(Stopped):
        build(database_url, "alert_groups")
    install_failpoint(None)
    comparison = build(database_url, "alert_groups")

    assert comparison is not None
    assert comparison.equal
    indexes = "SELECT array_agg(indexname ORDER BY indexname) FROM pg_indexes WHERE schemaname = '{}'"
    assert value(database_url, indexes.format("alert_groups_next")) == value(
        database_url, indexes.format("alert_groups")
    )


def test_a_fresh_rebuild_and_one_of_another_version_begin_anew(database_url: str, pool: Pool) -> None:
    log = random_history(24, length=200).facts
    commit(database_url, log)

    def first_report(**how: bool) -> int:
        killed_at(database_url, "alert_groups", "rebuild.advance", 3)
        reports: list[int] = []
        build(database_url, "alert_groups", lambda done, _total: reports.append(done), **how)
        return reports[0]

    assert first_report(fresh=True) == 5
    killed_at(database_url, "alert_groups", "rebuild.advance", 3)
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE projection.build SET version = 7 WHERE schema_name = 'alert_groups_next'")
    reports: list[int] = []
    build(database_url, "alert_groups", lambda done, _total: reports.append(done))
    assert reports[0] == 5


def test_a_swap_takes_in_what_a_long_transaction_held_back_during_the_comparison(database_url: str, pool: Pool) -> None:
    """Its fact has an earlier place than what the comparison saw; the serving view has it before the swap."""
    log = Log()
    late, early = log.add(make.ingested("late")), log.add(make.ingested("early"))
    with psycopg.connect(database_url) as slow:
        slow.execute("SELECT pg_current_xact_id()")
        commit(database_url, [early])
        projector(pool, alert_groups).project([early])
        with open_candidate(database_url, alert_groups, READER, fresh=True) as target:
            rebuilt = Projector(alert_groups, target.store)
            for page in target.history():
                rebuilt.project(page.events)
            seen = target.compare(rebuilt.project)
            slow.execute(
                "INSERT INTO domain.fact (tenant_id, aggregate_type, aggregate_id, version, fact_id, type, lane, event,"
                " hash) VALUES (%s, 'alert', %s, 1, %s, 't', 0, %s, '')",
                (TENANT, late.data.alert_id, late.message_id, make.CODEC.encode(late)),
            )
            slow.commit()
            projector(pool, alert_groups).project([late])
            target.swap(rebuilt.project)

    assert (seen.equal, seen.behind) == (True, 0)
    assert value(database_url, "SELECT count(*) FROM alert_groups.alert") == 2


def test_a_candidate_with_other_rows_is_kept_and_not_swapped_in(database_url: str, pool: Pool) -> None:
    log = random_history(25, length=80).facts
    commit(database_url, log)
    projector(pool, alert_groups).project(log)
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE alert_groups.alert SET name = 'touched'")

    comparison = build(database_url, "alert_groups", swap=True)

    assert comparison is not None
    assert comparison.differing["alert"] == 12
    assert value(database_url, "SELECT count(*) FROM alert_groups.alert WHERE name = 'touched'") == 6
    swap(database_url, "alert_groups")
    assert value(database_url, "SELECT count(*) FROM alert_groups.alert WHERE name = 'touched'") == 0
    assert value(database_url, "SELECT count(*) FROM alert_groups_previous.alert WHERE name = 'touched'") == 6


def test_going_back_brings_what_happened_since_and_going_back_again_returns(database_url: str, pool: Pool) -> None:
    log = random_history(26, length=260).facts
    commit(database_url, log[:60])
    projector(pool, incident_timeline).project(log[:60])
    build(database_url, "incident_timeline", swap=True)
    # Of the rest the serving view has a part only: what it has not is still to come, to whatever serves then.
    commit(database_url, log[60:])
    projector(pool, incident_timeline).project(log[60:200])

    roll_back(database_url, "incident_timeline")
    shown = value(database_url, "SELECT sum(version) FROM incident_timeline.progress")
    before = value(database_url, "SELECT sum(version) FROM incident_timeline_previous.progress")
    projector(pool, incident_timeline).project(log[200:])
    roll_back(database_url, "incident_timeline")

    assert shown == before
    comparison = compare(database_url, "incident_timeline")
    assert (comparison.equal, comparison.behind) == (True, 0)


def test_without_a_candidate_or_a_previous_version_there_is_nothing_to_serve_from(database_url: str) -> None:
    with pytest.raises(NothingKept, match="no finished candidate of alert_groups"):
        swap(database_url, "alert_groups")
    with pytest.raises(NothingKept, match="no earlier tables of alert_groups"):
        roll_back(database_url, "alert_groups")


def test_tables_of_another_version_are_not_served_by_this_code(database_url: str) -> None:
    build(database_url, "alert_groups", swap=True)
    now = alert_groups.version
    newer = replace(alert_groups, version=now + 1)
    with (
        pytest.raises(NothingKept, match=f"of version {now}, and this program writes version {now + 1}"),
        open_previous(database_url, newer, READER),
    ):
        pass


def test_a_new_version_is_seen_and_has_nothing_to_be_compared_with(database_url: str) -> None:
    now, then = alert_groups.version, alert_groups.version + 1
    newer = replace(alert_groups, version=then)
    with open_candidate(database_url, newer, READER, fresh=False) as target:
        comparable = target.comparable
        rebuilt = Projector(newer, target.store)
        list(target.history())
        (before,) = read_states(database_url, [newer])
        target.swap(rebuilt.project)
    (after,) = read_states(database_url, [newer])

    assert not comparable
    assert before.candidate is not None
    assert after.previous is not None
    assert (before.code_version, before.database_version, before.candidate.version) == (then, now, then)
    assert (after.database_version, after.candidate, after.previous.version) == (then, None, now)


def test_a_state_says_how_far_behind_and_how_large(database_url: str, pool: Pool) -> None:
    log = Log()
    for name in ("a", "b"):
        log.add(make.ingested(name))
    log.add(make.acknowledged("a"))
    commit(database_url, log.facts)
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "INSERT INTO domain.aggregate (tenant_id, aggregate_type, aggregate_id, version, state, hash)"
            " SELECT tenant_id, aggregate_type, aggregate_id, max(version), '{}', '' FROM domain.fact GROUP BY 1, 2, 3"
        )
        connection.execute("UPDATE domain.fact SET recorded_at = recorded_at - interval '1 minute' WHERE version = 2")
    projector(pool, alert_groups).project(log.facts[:1])
    before = state_of(database_url, "alert_groups")
    projector(pool, alert_groups).project(log.facts)
    with psycopg.connect(database_url) as connection:
        connection.execute("ANALYZE alert_groups.alert")
    after = state_of(database_url, "alert_groups")

    assert (before.lag_facts, before.position) == (2, 1)
    assert 60 <= before.lag_s < 120
    assert (after.lag_facts, after.lag_s, after.position, after.rows["alert"], after.parked) == (0, 0.0, 3, 2, 0)


def test_a_projection_without_tables_is_told(database_url: str) -> None:
    (state,) = read_states(database_url, [replace(alert_groups, name="yet_to_come")])
    assert (state.database_version, state.rows) == (None, {})
