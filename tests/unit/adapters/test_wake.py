"""Wake datagrams reach the sleeper with that name, and nobody is hurt when there is none."""

from collections.abc import Iterator

import pytest

from shared.adapters.wake import UdpWaker, WakeListener, build_waker
from shared.ports.wake import NoWaker


@pytest.fixture
def listener() -> Iterator[WakeListener]:
    listener = WakeListener()
    listener.start()
    yield listener
    listener.stop()


@pytest.fixture
def waker(listener: WakeListener) -> Iterator[UdpWaker]:
    waker = UdpWaker(listener.address)
    yield waker
    waker.close()


def test_a_datagram_wakes_the_sleeper_of_that_name(listener, waker):
    relay = listener.event("relay")
    waker.wake("relay")
    assert relay.wait(60)


def test_a_datagram_does_not_wake_sleepers_of_another_name(listener, waker):
    relay, transport = listener.event("relay"), listener.event("transport")
    waker.wake("relay")
    assert relay.wait(60)
    assert not transport.is_set()


def test_one_sleeper_that_clears_its_event_does_not_take_the_wake_from_another(listener, waker):
    first, second = listener.event("transport"), listener.event("transport")
    waker.wake("transport")
    assert first.wait(60)
    first.clear()
    assert second.wait(60)


def test_an_unknown_name_and_bytes_that_are_no_name_are_ignored(listener, waker):
    relay = listener.event("relay")
    waker.wake("nobody")
    waker._socket.sendto(b"\xff" * 500, waker._addresses[0])
    waker.wake("relay")
    assert relay.wait(60)


def test_waking_without_a_listener_neither_raises_nor_blocks():
    listener = WakeListener()
    address = listener.address
    listener.stop()
    waker = UdpWaker(address)
    for _ in range(100):
        waker.wake("relay")
    waker.close()


def test_stopping_wakes_every_sleeper():
    listener = WakeListener()
    listener.start()
    event = listener.event("relay")
    listener.stop()
    assert event.is_set()


def test_an_empty_address_means_that_nobody_is_woken():
    assert isinstance(build_waker(""), NoWaker)


def test_an_address_without_a_port_is_refused_by_name():
    with pytest.raises(ValueError, match="host:port"):
        build_waker("localhost")
