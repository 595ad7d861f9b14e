"""What waitress would bound by itself is bounded here, with more to say about it."""

from typing import Any

from waitress.adjustments import Adjustments  # type: ignore[import-untyped]

from shared.adapters.http.server.limits import ServerLimits

_RECEIVED_AT_ONCE = 64 * 1024
#: Of one answer in memory; the rest of a larger one waits on disk.
_ANSWER_IN_MEMORY = 256 * 1024
#: A worker goes on to the next request although its answer is not read yet; at so much of it, it waits.
_ANSWER_AHEAD = 64 * 1024 * 1024


def adjustments(limits: ServerLimits) -> Any:
    return Adjustments(
        ident=None,
        recv_bytes=_RECEIVED_AT_ONCE,
        max_request_header_size=16 * limits.header_bytes,
        max_request_body_size=2**62,
        outbuf_overflow=_ANSWER_IN_MEMORY,
        outbuf_high_watermark=_ANSWER_AHEAD,
        log_socket_errors=False,
        clear_untrusted_proxy_headers=False,
        sockets=[],
    )
