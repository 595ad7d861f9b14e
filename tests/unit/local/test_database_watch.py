"""The database is tried again for as long as it may start, and who watches it never waits for it."""

from pathlib import Path
from typing import Any

import pytest

from local.database_watch import DatabaseWatch
from local.postgres_account import PostgresFailed, PostgresUnusable
from local.postgres_trouble import trouble


class _Server:
    """Ends, starts and is ready as it is told."""

    def __init__(self) -> None:
        self.state = "ended"
        self.socket = Path("/nowhere")
        self.launched: list[float] = []
        self.killed = 0
        self.refusal: Exception | None = None
        self.now = 100.0

    def launch(self) -> None:
        self.launched.append(self.now)
        if self.refusal is not None:
            raise self.refusal
        self.state = "starting"

    def kill(self) -> None:
        self.killed += 1
        self.state = "ended"

    def trouble(self) -> PostgresFailed:
        return PostgresFailed("it did not start")

    def create_database(self) -> None:
        """Is there."""


class _Probe:
    silent = False

    def begin(self, *, not_before: float = 0.0) -> None:
        """Asked."""

    def answered(self) -> bool:
        return not self.silent


class _World:
    def __init__(self) -> None:
        self.server, self.probe = _Server(), _Probe()
        self.said: list[str] = []
        stands_in: Any = self.server
        probe: Any = self.probe
        self.watch = DatabaseWatch(
            stands_in, silence_s=30, say=self.said.append, probe=probe, monotonic=lambda: self.server.now
        )

    def for_s(self, seconds: float, *, watched_since: float = 0.0) -> None:
        for _ in range(round(seconds * 10)):
            self.watch.watch(watched_since=watched_since)
            self.server.now += 0.1

    def up(self) -> None:
        self.for_s(0.1)
        self.server.state = "ready"
        self.for_s(1)
        assert self.watch.ready


@pytest.fixture
def world() -> _World:
    return _World()


def test_what_does_not_start_is_tried_again_for_ever_each_two_seconds_and_told_once(world):
    world.server.refusal = OSError(28, "No space left on device")
    world.for_s(60)
    pauses = [after - before for before, after in zip(world.server.launched, world.server.launched[1:], strict=False)]
    assert max(pauses) < 2.3
    assert pauses[0] < 0.3
    assert len(world.said) == 1
    assert "tried again until it does: [Errno 28] No space left" in world.said[0]
    world.server.refusal = None
    world.for_s(2.2)
    world.up()
    assert world.said[1:] == ["postgres  is back"]


def test_one_that_is_killed_while_it_recovers_is_started_again_as_often_as_it_takes(world):
    world.up()
    for _ in range(10):
        world.server.state = "ended"
        world.for_s(3)
        assert world.server.state == "starting"
    world.up()
    assert not world.server.killed


def test_what_never_passes_ends_the_watch_with_what_is_to_be_done(world):
    world.server.refusal = PostgresUnusable("belongs to user id 7; run as that user")
    with pytest.raises(PostgresUnusable, match="run as that user"):
        world.watch.watch()


def test_one_that_answers_no_more_is_ended_after_its_time_and_started_again(world):
    world.up()
    world.probe.silent = True
    world.for_s(29)
    assert world.server.killed == 0
    assert world.watch.away_at > world.server.now - 1
    world.for_s(3)
    assert world.server.killed == 1
    assert world.server.state == "starting"


def test_it_is_at_rest_while_it_is_there_and_owes_no_answer(world):
    assert not world.watch.at_rest
    world.up()
    assert world.watch.at_rest
    world.probe.silent = True
    world.for_s(3)
    assert world.watch.ready
    assert not world.watch.at_rest
    world.probe.silent = False
    world.for_s(0.1)
    assert world.watch.at_rest
    world.server.state = "ended"
    world.for_s(0.1)
    assert not world.watch.at_rest


def test_asked_and_heard_at_turns_of_a_second_it_owes_no_answer(world):
    world.up()
    for turn in range(20):
        world.probe.silent = turn % 2 == 0
        world.server.now += 1.0
        world.watch.watch()
        assert world.watch.at_rest


def test_one_that_was_halted_for_a_while_goes_on(world):
    world.up()
    world.probe.silent = True
    world.for_s(20)
    world.probe.silent = False
    world.for_s(20)
    assert world.server.killed == 0
    assert world.watch.away_at < world.server.now - 19


def test_nobody_is_ended_for_a_time_in_which_the_watcher_itself_was_halted(world):
    world.up()
    world.probe.silent = True
    world.server.now += 500
    world.for_s(10, watched_since=world.server.now)
    assert world.server.killed == 0


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("FATAL:  database files are incompatible with server", "pg_dump"),
        ("PANIC:  could not locate a valid checkpoint record at 0/1000028", "put back a copy"),
        ("FATAL:  incorrect checksum in control file", "put back a copy"),
        ('FATAL:  data directory "/d" has wrong ownership', "chown"),
        ('FATAL:  configuration file "/d/postgresql.conf" contains errors', "correct the settings"),
    ],
)
def test_what_a_person_must_mend_is_said_with_the_next_step(said, step):
    assert isinstance(trouble(Path("/d"), said), PostgresUnusable)
    assert step in str(trouble(Path("/d"), said))


@pytest.mark.parametrize(
    "said",
    [
        "PANIC:  could not write to file: No space left on device",
        'FATAL:  invalid value for parameter "role": "sre_ingest"',
        "FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use",
        "",
    ],
)
def test_everything_else_may_pass(said):
    assert not isinstance(trouble(Path("/d"), said), PostgresUnusable)
