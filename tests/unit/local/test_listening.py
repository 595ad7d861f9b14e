"""Sockets are bound once, answer at once, and say how to get another port."""

import socket

import pytest

from local import listening
from local.listening import PortInUse, answers, bind_datagram, bind_stream, port_of


def test_an_accepted_connection_sends_small_answers_at_once():
    with bind_stream("127.0.0.1", 0) as listener, socket.create_connection(("127.0.0.1", port_of(listener))):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_port_that_is_taken_is_refused_with_the_way_out(monkeypatch):
    monkeypatch.setattr(listening, "_PREDECESSOR_S", 0)
    with bind_stream("127.0.0.1", 0) as listener, pytest.raises(PortInUse, match="--port or SRE_PORT"):
        bind_stream("127.0.0.1", port_of(listener))


def test_port_zero_takes_a_free_one():
    with bind_stream("127.0.0.1", 0) as one, bind_stream("127.0.0.1", 0) as two, bind_datagram("127.0.0.1") as three:
        assert 0 not in {port_of(one), port_of(two), port_of(three)}
        assert port_of(one) != port_of(two)


def test_nobody_listening_is_no_answer():
    with bind_stream("127.0.0.1", 0) as listener:
        port = port_of(listener)
    assert not answers("127.0.0.1", port)
