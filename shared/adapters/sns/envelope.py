"""What Amazon SNS posts to an endpoint: an envelope around somebody's text, and the words that its signature covers."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from shared.adapters.intake.body import shown
from shared.adapters.intake.marks import Marks
from shared.adapters.intake.moments import moment_of
from shared.kernel.moment import Moment
from shared.ports.webhook import UnexpectedPayload

SnsPostType = Literal["Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"]

_TYPES: Mapping[str, SnsPostType] = {
    "Notification": "Notification",
    "SubscriptionConfirmation": "SubscriptionConfirmation",
    "UnsubscribeConfirmation": "UnsubscribeConfirmation",
}
_OF_NOTIFICATIONS = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_OF_SUBSCRIPTIONS = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
_ARN = re.compile(
    r"arn:(?P<partition>aws|aws-cn|aws-us-gov):sns:(?P<region>[a-z]{2}(?:-[a-z]+)+-\d):\d{12}:[\w.-]{1,256}"
)
_DOMAINS = {"aws": "amazonaws.com", "aws-us-gov": "amazonaws.com", "aws-cn": "amazonaws.com.cn"}


@dataclass(frozen=True, slots=True)
class TopicArn:
    """A topic's name, and where it lives."""

    arn: str
    region: str
    domain: str

    @classmethod
    def of(cls, arn: str) -> "TopicArn":
        """Raises UnexpectedPayload for what names no topic of a region that we know how to reach."""
        found = _ARN.fullmatch(arn)
        if found is None:
            raise UnexpectedPayload(f"{shown(arn)!r} is not the ARN of a topic")
        return cls(arn, found["region"], _DOMAINS[found["partition"]])

    @property
    def host(self) -> str:
        """The only host that speaks for this topic."""
        return f"sns.{self.region}.{self.domain}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SnsEnvelope:
    """One post of SNS, well-formed and not yet believed."""

    type: SnsPostType
    topic: TopicArn
    message: str
    timestamp: Moment
    signature_version: str
    signature: str
    signing_cert_url: str
    #: Of the two confirmations, and empty otherwise.
    token: str
    subscribe_url: str
    #: The bytes that were signed.
    signed: bytes


def is_envelope(payload: Mapping[str, Any]) -> bool:
    """Tells an envelope from what is delivered raw; whether it is whole is for `read_envelope` to say."""
    return "TopicArn" in payload and "Type" in payload


def read_envelope(payload: Mapping[str, Any]) -> SnsEnvelope:
    """Reads the fields of an envelope. Raises UnexpectedPayload."""
    kind = _TYPES.get(_text(payload, "Type"))
    if kind is None:
        raise UnexpectedPayload(f"Type is {shown(payload.get('Type'))!r}, which SNS does not send")
    confirms = kind != "Notification"
    timestamp = moment_of(_text(payload, "Timestamp"), "Timestamp", Marks())
    if timestamp is None:
        raise UnexpectedPayload("Timestamp is not a time")
    return SnsEnvelope(
        type=kind,
        topic=TopicArn.of(_text(payload, "TopicArn")),
        message=_text(payload, "Message"),
        timestamp=timestamp,
        signature_version=_text(payload, "SignatureVersion"),
        signature=_text(payload, "Signature"),
        signing_cert_url=_text(payload, "SigningCertURL"),
        token=_text(payload, "Token") if confirms else "",
        subscribe_url=_text(payload, "SubscribeURL") if confirms else "",
        signed=_signed(payload, _OF_SUBSCRIPTIONS if confirms else _OF_NOTIFICATIONS),
    )


def _signed(payload: Mapping[str, Any], fields: Iterable[str]) -> bytes:
    """Joins names and values as SNS signs them: each on a line, in this order; a subject only where there is one."""
    lines = [line for name in fields if payload.get(name) is not None for line in (name, _text(payload, name))]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")


def _text(payload: Mapping[str, Any], name: str) -> str:
    value = payload.get(name)
    if not isinstance(value, str):
        raise UnexpectedPayload(f"{name} is missing, or not a text")
    return value
