"""Outbox to topics: woken after a commit, and swept by the clock so that waking is only a matter of speed."""

import flask
import functions_framework
from flask.typing import ResponseReturnValue

from shared.adapters.http.problem import unavailable
from shared.adapters.observe import observed
from shared.bootstrap.push_guard import protect
from shared.bootstrap.relay import build_relay
from shared.ports.store import StoreUnavailable
from shared.ports.transport import TransportUnavailable

_AWAY = unavailable("relay.unavailable", "The database or the broker does not answer")
protect(flask.current_app, passing={StoreUnavailable: _AWAY, TransportUnavailable: _AWAY})


@functions_framework.http
def outbox_relay(_request: flask.Request) -> ResponseReturnValue:
    """Publish what is waiting. Any body: a wake message, a scheduler's call. What is not published stays in line."""
    with observed("outbox_relay") as seen:
        published = build_relay()() or 0
        seen.add(published=published)
    return {"published": published}
