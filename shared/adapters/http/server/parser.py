"""Requests as they arrive: waitress reads them, this refuses more, and bounds what reading may cost."""

import re
from typing import Any

from waitress.parser import HTTPRequestParser, ParsingError  # type: ignore[import-untyped]
from waitress.receiver import ChunkedReceiver  # type: ignore[import-untyped]

from shared.adapters.http.problem import HttpProblem
from shared.adapters.http.server import problems
from shared.adapters.http.server.limits import ServerLimits

#: Lines between chunks, and what follows the last one.
_CONTROL_BYTES = 4096
_TRAILER_BYTES = 16 * 1024
#: What chunks may cost beyond what they carry; one byte at a time costs five more, and a great deal of computing.
_FRAMING_BYTES = 256 * 1024
#: A piece is read so much at a time: reading many chunks costs the square of what is given at once.
_AT_ONCE = 4096
_READS_OF_HEADER = 1000
#: Looked at before waitress does: its expressions need the square of the length to refuse what has neither form.
_LINE = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Z]{1,40} [^ ]+ HTTP/[0-9]\.[0-9]")
_CHUNKED = re.compile(rb"\ntransfer-encoding:[ \t]*chunked[ \t]*\r\n")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class RequestRefused:
    """It stands where waitress keeps its own errors, and says what is answered instead of the request's answer."""

    def __init__(self, problem: HttpProblem) -> None:
        self.problem = problem


class Request(HTTPRequestParser):  # type: ignore[misc]
    """``take``: so much of the body is enough, and the request is whole with it (``cut``). None: it was not said."""

    #: Of answers to what cannot be read.
    version = "1.1"
    error: Any = None

    def __init__(self, adjustments: Any, limits: ServerLimits) -> None:
        super().__init__(adjustments)
        self._limits = limits
        self._reads = 0
        self.take: int | None = None
        self.cut = False
        #: Was it asked whether the header alone is reason to refuse?
        self.asked = False
        #: What the application wants to find again in the environment of the whole request.
        self.remembered: dict[str, Any] = {}

    @property
    def body_bytes(self) -> int:
        """Counts the bytes of the body itself that are here, in memory or on disk."""
        return len(self.body_rcv) if self.body_rcv is not None else 0

    @property
    def announced(self) -> int | None:
        """Gives the announced size of the body in bytes; None where it is chunked and ends where it ends."""
        return None if self.chunked else int(self.content_length)

    @property
    def name(self) -> str:
        """Names the request for the log."""
        return f"{self.command} {self.path[:200]}"

    @property
    def authorization(self) -> str | None:
        """The header as it was sent."""
        found: str | None = self.headers.get("AUTHORIZATION")
        return found

    def refuse(self, problem: HttpProblem) -> None:
        self.error = RequestRefused(problem)
        self.completed = True

    def cut_off(self) -> None:
        """Ends the body where it is: that much is enough, and the rest is not read."""
        self.cut = self.completed = True
        if self.chunked:
            self.headers["CONTENT_LENGTH"] = str(self.body_bytes)

    def received(self, data: bytes) -> int:
        if self.completed:
            return 0
        return self._more_header(data) if self.body_rcv is None else self._more_body(data)

    def _more_header(self, data: bytes) -> int:
        self._reads += 1
        consumed: int = super().received(data)
        if self.error is not None and not isinstance(self.error, RequestRefused):
            self.refuse(_problem_of(self.error))
        elif not self.headers_finished:
            self._bound_header()
        return consumed

    def _bound_header(self) -> None:
        line, ended, _ = self.header_plus.lstrip(b"\r\n").partition(b"\r\n")
        if len(line) > self._limits.line_bytes:
            self.refuse(problems.LINE_TOO_LONG)
        elif len(self.header_plus) > self._limits.header_bytes or self._reads > _READS_OF_HEADER:
            self.refuse(problems.HEADER_TOO_LARGE)
        elif not ended and b"\n" in line:
            self.refuse(problems.MALFORMED)

    def parse_header(self, header_plus: bytes) -> None:
        """Raises ParsingError, or refuses by itself; what two servers could read differently is not read at all."""
        line = header_plus.partition(b"\r\n")[0]
        if len(line) > self._limits.line_bytes:
            self.refuse(problems.LINE_TOO_LONG)
        elif len(header_plus) > self._limits.header_bytes:
            self.refuse(problems.HEADER_TOO_LARGE)
        elif not _LINE.fullmatch(line) or _CONTROL.search(header_plus):
            self.refuse(problems.MALFORMED)
        else:
            try:
                super().parse_header(header_plus)
            except ValueError as unreadable:
                raise ParsingError(str(unreadable)) from unreadable
            self._be_strict(header_plus.lower())

    def _be_strict(self, lowered: bytes) -> None:
        if self.version not in ("1.0", "1.1"):
            self.refuse(problems.NO_SUCH_VERSION)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("length and chunks")
        if self.chunked and not _CHUNKED.search(lowered):
            self.refuse(problems.NO_SUCH_CODING)
        if self.version == "1.0" and "TRANSFER_ENCODING" in self.headers:
            raise ParsingError("chunks before HTTP/1.1")
        if lowered.count(b"\ntransfer-encoding:") > 1 or "," in self.headers.get("HOST", ""):
            raise ParsingError("a field that may be given once is given twice")
        if self.version == "1.1" and "HOST" not in self.headers:
            raise ParsingError("no host")

    def _more_body(self, data: bytes) -> int:
        consumed = 0
        while consumed < len(data) and not self.completed:
            # The next piece of a body of known length is all there is; what follows it is another request.
            piece = data[consumed : consumed + _AT_ONCE] if self.chunked else data
            taken: int = super().received(piece)
            consumed += taken
            self._bound_body()
        return consumed

    def _bound_body(self) -> None:
        if self.error is not None:
            if not isinstance(self.error, RequestRefused):
                self.refuse(_problem_of(self.error))
        elif not self.completed:
            if self.take is None and self.body_bytes > self._limits.body_bytes:
                self.refuse(problems.BODY_TOO_LARGE)
            elif self.take is not None and self.body_bytes >= self.take:
                self.cut_off()
            elif isinstance(self.body_rcv, ChunkedReceiver):
                self._bound_framing(self.body_rcv)

    def _bound_framing(self, chunks: Any) -> None:
        spent = self.body_bytes_received - self.body_bytes
        if (
            len(chunks.control_line) > _CONTROL_BYTES
            or len(chunks.trailer) > _TRAILER_BYTES
            or spent > self.body_bytes + _FRAMING_BYTES
        ):
            self.refuse(problems.MALFORMED)


def _problem_of(error: Any) -> HttpProblem:
    """Gives the problem that says what an error of waitress's means."""
    by_status = {
        413: problems.BODY_TOO_LARGE,
        431: problems.HEADER_TOO_LARGE,
        501: problems.NO_SUCH_CODING,
    }
    return by_status.get(error.code, problems.MALFORMED)
