"""CloudWatch alarms as Amazon SNS posts them: in an envelope that SNS has signed, or raw.

The token selects the tenant, as everywhere. The topics that a source names (``topic_arns``) are believed beside it:
where there are some, only what SNS has signed for one of them is taken in; where there are none, only alarms that are
delivered raw, on the strength of the token alone.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from shared.adapters.cloudwatch.alarm import is_alarm, read_alarm
from shared.adapters.intake.body import read_object, shown
from shared.adapters.intake.group import InvalidAlert
from shared.adapters.sns.calling import Confirming, SigningCertificates
from shared.adapters.sns.envelope import SnsEnvelope, TopicArn, is_envelope, read_envelope
from shared.adapters.sns.signing import ReadCertificate, check_signed
from shared.kernel.moment import waiting
from shared.ports.intake import Source
from shared.ports.webhook import ParsedWebhook, UnexpectedPayload, UnreadableBody


class ConfirmSubscription(Protocol):
    def __call__(self, topic: TopicArn, token: str) -> None:
        """Raises IntakeUnavailable, UnexpectedPayload."""


@dataclass(frozen=True, slots=True)
class CloudWatchWebhook:
    """A parser that asks SNS for its certificates, and confirms the subscriptions of the source's own topics."""

    certificates: ReadCertificate = field(default_factory=SigningCertificates)
    confirm: ConfirmSubscription = field(default_factory=Confirming)

    def __call__(self, body: bytes, source: Source, received_at: datetime) -> ParsedWebhook:
        """Parses one post. Raises UnreadableBody, UnexpectedPayload, and IntakeUnavailable while SNS is away."""
        payload = read_object(body)
        if not is_envelope(payload):
            return _raw(payload, body, source, received_at)
        envelope = read_envelope(payload)
        self._believe(envelope, source, received_at)
        if envelope.type == "SubscriptionConfirmation":
            self.confirm(envelope.topic, envelope.token)
            return ParsedWebhook(intents=())
        if envelope.type == "UnsubscribeConfirmation":
            reason = f"{envelope.topic.arn} no longer sends here: its subscription was deleted. Subscribe it once more"
            return ParsedWebhook(intents=(), invalid=(reason,), rest=body)
        return _alarm(_message(envelope), body, source, received_at)

    def _believe(self, envelope: SnsEnvelope, source: Source, received_at: datetime) -> None:
        topics = source.settings.topic_arns
        if envelope.topic.arn not in topics:
            named = f"one of {', '.join(topics)}" if topics else "named: the source's settings have no topic_arns"
            raise UnexpectedPayload(f"the topic {shown(envelope.topic.arn, 200)} is not {named}")
        check_signed(envelope, received_at, waiting(source.settings.replay_window_s), self.certificates)
        if envelope.type != "Notification" and not envelope.subscribe_url.startswith(
            f"https://{envelope.topic.host}/?"
        ):
            raise UnexpectedPayload(f"SubscribeURL {shown(envelope.subscribe_url, 200)!r} is not one of SNS's own")


def _raw(payload: dict[str, Any], body: bytes, source: Source, received_at: datetime) -> ParsedWebhook:
    if source.settings.topic_arns and is_alarm(payload):
        raise UnexpectedPayload("nobody has signed this: raw message delivery must be off where topic_arns are set")
    return _alarm(payload, body, source, received_at)


def _message(envelope: SnsEnvelope) -> dict[str, Any]:
    try:
        return read_object(envelope.message.encode("utf-8", "surrogatepass"))
    except UnreadableBody as plain:
        raise UnexpectedPayload("its Message is no JSON: not a CloudWatch alarm") from plain


def _alarm(said: dict[str, Any], body: bytes, source: Source, received_at: datetime) -> ParsedWebhook:
    if not is_alarm(said):
        raise UnexpectedPayload("there is no AlarmName with a NewStateValue: not a CloudWatch alarm")
    try:
        intent = read_alarm(said, source, received_at)
    except InvalidAlert as reason:
        return ParsedWebhook(intents=(), invalid=(str(reason),), rest=body)
    return ParsedWebhook(intents=() if intent is None else (intent,))
