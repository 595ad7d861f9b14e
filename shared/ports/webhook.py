"""What a monitoring system's webhook says, once its dialect is read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.alert.intents import IngestAlert
from shared.domain.health_check.intents import RecordHealthCheck
from shared.ports.intake import Source


class UnreadableBody(Exception):  # noqa: N818 - names the body, not the mishap
    """Not JSON that can be taken apart safely. The reason is safe to show and holds no payload."""


class NotOurs(Exception):  # noqa: N818 - names the body, not the mishap
    """Well-formed JSON that is not this kind of source's webhook: sent to the wrong place, or a custom body."""


@dataclass(frozen=True, slots=True)
class Reading:
    """``refused``: why each alert that could not be understood was not; ``rest`` holds those alerts and nothing else,
    as a body that can be read again. ``truncated``: how many alerts the sender says it left out.
    """

    intents: tuple[IngestAlert, ...]
    #: How resources stand, where the sender says that too.
    health: tuple[RecordHealthCheck, ...] = ()
    group_key: str = ""
    truncated: int = 0
    refused: tuple[str, ...] = ()
    rest: bytes = b""


#: (body, source, received_at) → Reading. Raises UnreadableBody and NotOurs, and nothing else.
Reader = Callable[[bytes, Source, datetime], Reading]
