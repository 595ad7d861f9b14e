"""What a message holds is read once for all who are handed it, and never taken for what another one holds."""

import pytest

from shared.adapters.postgres.transport.recent import Event, RecentMessages

ONE: list[Event] = [({"id": "one"}, '{"id":"one"}')]
OTHER: list[Event] = [({"id": "other"}, '{"id":"other"}')]


def test_a_message_is_read_once():
    recent = RecentMessages()
    assert recent.events(1, b"one", lambda: ONE) == ONE
    assert recent.events(1, b"one", lambda: pytest.fail("read again")) == ONE


def test_another_message_at_the_same_position_is_read():
    recent = RecentMessages()
    recent.events(1, b"one", lambda: ONE)
    assert recent.events(1, b"other", lambda: OTHER) == OTHER


def test_what_cannot_be_read_is_refused_each_time():
    recent = RecentMessages()

    def broken() -> list[Event]:
        raise ValueError("no JSON")

    for _ in range(2):
        with pytest.raises(ValueError, match="no JSON"):
            recent.events(1, b"[{]", broken)


def test_older_messages_give_way_to_newer_ones():
    recent = RecentMessages(limit_bytes=4)
    recent.events(1, b"one", lambda: ONE)
    recent.events(2, b"two", lambda: OTHER)
    assert recent.events(1, b"one", lambda: OTHER) == OTHER


def test_a_message_beyond_the_limit_is_not_kept():
    recent = RecentMessages(limit_bytes=4)
    recent.events(1, b"beyond", lambda: ONE)
    assert recent.events(1, b"beyond", lambda: OTHER) == OTHER
