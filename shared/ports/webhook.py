"""What a kind of sender is: how its webhook is parsed into intents, and what a person has to know to connect one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shared.domain.alert.intents import IngestAlert
from shared.domain.health_check.intents import RecordHealthCheck
from shared.ports.intake import Source

#: Bytes; a larger body is kept in quarantine and not parsed.
MAX_PARSED_BYTES = 10 * 1024 * 1024


class UnreadableBody(Exception):  # noqa: N818 - names the body, not the mishap
    """The body is not JSON that can be taken apart safely. The reason is safe to show and holds no payload."""


class UnexpectedPayload(Exception):  # noqa: N818 - names the body, not the mishap
    """The body is well-formed JSON, but not this kind's webhook: sent to the wrong place, or a custom body."""


@dataclass(frozen=True, slots=True)
class ParsedWebhook:
    """The intents that one body asks for, in its order, and what of it could not be understood.

    Everything is in ``intents`` and ``health``, or in ``rest`` with its reason in ``invalid``; nothing is dropped.
    """

    intents: tuple[IngestAlert, ...]
    #: How resources stand, where the sender says that too.
    health: tuple[RecordHealthCheck, ...] = ()
    #: The sender's own name for the group of alerts; what shares it is published in order. Empty where it has none.
    group_key: str = ""
    #: How many alerts the sender says it left out.
    truncated: int = 0
    #: One reason for each alert that could not be understood, in words for people, without its payload.
    invalid: tuple[str, ...] = ()
    #: A body of the same form that holds those alerts and no others, so that it can be parsed again; empty without any.
    rest: bytes = b""


#: (body, source, moment of arrival) → ParsedWebhook. Raises UnreadableBody and UnexpectedPayload; where somebody else
#: is asked whether the sender is who it says, IntakeUnavailable while nobody can tell.
WebhookParser = Callable[[bytes, Source, datetime], ParsedWebhook]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceKind:
    """One kind of sender, and everything that intake, the command line and the tests know of it."""

    #: Stored with each source of this kind, and the path of its webhook: lower case letters, digits and dashes.
    name: str
    #: As its makers call it.
    title: str
    parse: WebhookParser
    #: A body that the sender would send, as a JSON file in the adapter's folder.
    example: Path
    #: What has to be set at the sender, in a sentence or two for whoever has just registered a source of this kind.
    setup: str
    #: Whether its sender presents a password only when it is asked for one (RFC 7617).
    is_challenged: bool = False
    max_parsed_bytes: int = MAX_PARSED_BYTES


#: By name.
SourceKinds = Mapping[str, SourceKind]
