"""A message as one text, for a broker that takes nothing else and no more than 256 KiB; what is long is compressed."""

import base64
import json
import re
import zlib
from hashlib import sha256

from shared.ports.transport import InboundMessage, OutboundMessage, PublishRefused

#: Bytes of everything in one request, also of one with several messages.
MAX_REQUEST_BYTES = 262_144
MAX_REQUEST_MESSAGES = 10
_OVERHEAD = 2_048
_LONG = 16_384
#: Nothing that is packed here was larger; what claims to be is a bomb.
_LARGEST_DATA = 10_000_000
_GROUP = re.compile(r"[A-Za-z0-9!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~]{1,128}")


def pack(message: OutboundMessage) -> str:
    """Makes the text that travels; `unpack` gives the message back."""
    plain = _text_of(message.data) if len(message.data) <= _LONG else None
    packed = {"text": plain} if plain is not None else {"zlib": base64.b64encode(zlib.compress(message.data)).decode()}
    return json.dumps({"key": message.ordering_key, "attributes": dict(message.attributes)} | packed)


def unpack(body: str, subscription: str, attempt: int) -> InboundMessage:
    """Raises ValueError for a text that was not packed here."""
    try:
        said = json.loads(body)
        data = said["text"].encode() if "text" in said else _inflated(base64.b64decode(said["zlib"]))
        return InboundMessage(
            subscription=subscription,
            ordering_key=said["key"],
            attributes=said["attributes"],
            data=data,
            attempt=attempt,
        )
    except (KeyError, TypeError, AttributeError, zlib.error) as other:
        raise ValueError("it was not published by us") from other


def group_of(message: OutboundMessage, deduplication: str) -> str:
    """Names what stays in order: the ordering key, or its digest where SQS would not take it; alone without one."""
    key = message.ordering_key
    if not key:
        return deduplication
    return key if _GROUP.fullmatch(key) else sha256(key.encode()).hexdigest()


def deduplication_of(message: OutboundMessage, body: str) -> str:
    """Names the message itself: published twice within five minutes it is delivered once."""
    return sha256(f"{message.topic}\n{body}".encode()).hexdigest()


def weight(body: str) -> int:
    """Bytes that a packed message takes of a request, near enough."""
    return len(body.encode()) + _OVERHEAD


def refusal(message: OutboundMessage, body: str) -> PublishRefused | None:
    """Says why SNS would never take it."""
    if weight(body) > MAX_REQUEST_BYTES or len(message.data) > _LARGEST_DATA:
        return PublishRefused(f"{len(message.data)} bytes, {len(body)} packed; the limit is {MAX_REQUEST_BYTES}")
    return None


def _text_of(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _inflated(data: bytes) -> bytes:
    inflating = zlib.decompressobj()
    whole = inflating.decompress(data, _LARGEST_DATA)
    if not inflating.eof:
        raise ValueError(f"it is cut off, or more than {_LARGEST_DATA} bytes")
    return whole
