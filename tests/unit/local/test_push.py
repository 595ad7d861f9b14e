"""A message handed over in process is the request that a real push would be."""

import json
from typing import Any

import pytest
from werkzeug.wrappers import Request, Response

from local.push import InProcessEndpoint
from shared.ports.transport import InboundMessage, TransportUnavailable

_MESSAGE = InboundMessage(
    subscription="projector.facts",
    ordering_key="tenant/lane-01",
    attributes={"ce-id": "1", "ce-tenantid": "t", "Content-Type": "application/json", "alert": "1"},
    data=b'[{"a":1}]',
)


def test_attributes_arrive_as_headers_and_the_data_as_the_body():
    application = _Recorder(Response(status=204))
    assert InProcessEndpoint(application, "/projectors/view/", lambda: "token-1").push(_MESSAGE) is True
    assert application.seen == {
        "method": "POST",
        "path": "/projectors/view/",
        "body": [{"a": 1}],
        "type": "application/json",
        "ce-id": "1",
        "alert": "1",
        "authorization": "Bearer token-1",
        "ordering": "tenant/lane-01",
        "subscription": "projector.facts",
    }


def test_attributes_cannot_speak_for_the_caller_or_change_the_length():
    application = _Recorder(Response(status=204))
    attributes = dict(_MESSAGE.attributes) | {"Authorization": "Bearer forged", "Content-Length": "1"}
    forged = InboundMessage(subscription="s", ordering_key="", attributes=attributes, data=_MESSAGE.data)
    InProcessEndpoint(application, "/", lambda: "token-1").push(forged)
    assert application.seen["authorization"] == "Bearer token-1"
    assert application.seen["body"] == [{"a": 1}]


def test_only_a_success_is_an_acknowledgement():
    for status, acknowledged in (
        (200, True),
        (202, True),
        (308, False),
        (401, False),
        (409, False),
        (500, False),
    ):
        endpoint = InProcessEndpoint(_Recorder(Response(status=status)), "/", lambda: "t")
        assert endpoint.push(_MESSAGE) is acknowledged
        assert endpoint.call() is acknowledged


def test_a_function_that_cannot_serve_uses_up_no_attempt():
    endpoint = InProcessEndpoint(_Recorder(Response(status=503)), "/", lambda: "t")
    with pytest.raises(TransportUnavailable):
        endpoint.push(_MESSAGE)
    assert endpoint.call() is False


class _Recorder:
    def __init__(self, response: Response) -> None:
        self._response = response
        self.seen: dict[str, Any] = {}

    def __call__(self, environ, start_response):
        request = Request(environ)
        self.seen = {
            "method": request.method,
            "path": request.path,
            "body": json.loads(request.get_data()),
            "type": request.content_type,
            "ce-id": request.headers.get("ce-id"),
            "alert": request.headers.get("alert"),
            "authorization": request.headers.get("Authorization"),
            "ordering": request.headers.get("x-goog-ordering-key"),
            "subscription": request.headers.get("x-goog-pubsub-subscription-name"),
        }
        return self._response(environ, start_response)
