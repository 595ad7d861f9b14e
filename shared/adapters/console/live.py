"""The live part of a page: the catalogue's feed, passed on to the browser, which then asks for what has changed."""

from collections.abc import Mapping

from pydantic import TypeAdapter
from werkzeug.wrappers import Request, Response

from shared.adapters.console.answers import guarded
from shared.adapters.http.arguments import last_id, request_of
from shared.adapters.http.event_stream import STREAM_TYPE, event_stream
from shared.ports.credentials import Credential
from shared.ports.operation import Operation, OperationDispatcher, OperationRequest

LIVE = "/live"
_FEED = "FollowFeed"


def live(
    request: Request,
    caller: Credential,
    dispatcher: OperationDispatcher,
    operations: Mapping[str, Operation],
    transient: tuple[type[Exception], ...],
) -> Response:
    """Follows the feed as the person signed in. Raises Declined and Problematic."""
    operation = operations[_FEED]
    arguments = request_of(operation, request)
    asked = OperationRequest(caller=caller, ids={}, arguments=arguments, last_id=last_id(request))
    events = dispatcher.dispatch(operation, asked).stream
    if events is None:
        raise TypeError(f"{_FEED} does not stream")
    encode = TypeAdapter(operation.response).dump_json
    serving = request.environ.get("sre.serving", lambda: True)
    parts = event_stream(events, encode, serving=serving, transient=transient)
    response = Response(parts, content_type=STREAM_TYPE, headers={"X-Accel-Buffering": "no"})
    response.call_on_close(events.close)
    return guarded(response)
