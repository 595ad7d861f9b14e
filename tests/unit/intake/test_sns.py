"""What SNS posts is believed only when SNS has signed it for a topic that the source names."""

from datetime import timedelta
from typing import Any

import pytest

from shared.adapters.cloudwatch.webhook import CloudWatchWebhook
from shared.adapters.intake.marks import Marks
from shared.adapters.intake.moments import moment_of
from shared.ports.intake import IntakeUnavailable, Source
from shared.ports.webhook import ParsedWebhook, UnexpectedPayload
from tests.support.intake import NOW, a_source, as_body, recorded
from tests.support.sns import TOPIC, Sns, certificate, confirmation, notification, signed

EVIL = "https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem"
PLAIN = "http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem"
ELSEWHERE = "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem"
BUCKET = "https://sns.eu-west-1.amazonaws.com/bucket/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem"
ALARM = {"AlarmName": "checkout", "NewStateValue": "ALARM", "OldStateValue": "OK", "AWSAccountId": "123456789012"}


def source(**settings: Any) -> Source:
    return a_source("cloudwatch", **({"topic_arns": (TOPIC,)} | settings))


def parsed(post: Any, sns: Sns | None = None, of: Source | None = None, at: Any = NOW) -> ParsedWebhook:
    asked = sns or Sns()
    return CloudWatchWebhook(certificates=asked.read, confirm=asked.confirm)(as_body(post), of or source(), at)


def refusal(post: Any, sns: Sns | None = None, of: Source | None = None, at: Any = NOW) -> str:
    with pytest.raises(UnexpectedPayload) as refused:
        parsed(post, sns, of, at)
    return str(refused.value)


@pytest.mark.parametrize("name", ["notification", "notification_with_subject"])
def test_what_sns_has_really_signed_is_believed_and_read(name: str):
    post = recorded(f"sns/{name}.json")
    sent_at = moment_of(post["Timestamp"], "", Marks())
    assert "not a CloudWatch alarm" in refusal(post, of=source(topic_arns=(post["TopicArn"],)), at=sent_at)


@pytest.mark.parametrize(
    ("field", "value"),
    [("Message", "Hello"), ("Subject", "Hello"), ("MessageId", "1"), ("Timestamp", "2022-07-28T22:53:55.087Z")],
)
def test_a_recorded_post_of_which_anything_was_changed_is_not(field: str, value: str):
    post = recorded("sns/notification_with_subject.json")
    sent_at = moment_of(post["Timestamp"], "", Marks())
    changed = post | {field: value}
    assert "the signature does not fit" in refusal(changed, of=source(topic_arns=(post["TopicArn"],)), at=sent_at)


def test_a_subscription_that_was_deleted_is_shown_to_people_and_never_restored():
    post, sns = recorded("sns/unsubscribe_confirmation.json"), Sns()
    of, at = source(topic_arns=(post["TopicArn"],)), moment_of(post["Timestamp"], "", Marks())
    reading = parsed(post, sns, of, at)
    assert reading.invalid == (
        f"{post['TopicArn']} no longer sends here: its subscription was deleted. Subscribe it once more",
    )
    assert (reading.rest, sns.confirmed) == (as_body(post), [])


def test_an_alarm_in_a_signed_envelope_is_an_alert():
    assert [intent.name for intent in parsed(notification(ALARM)).intents] == ["checkout"]


def test_an_envelope_without_a_subject_is_signed_without_one():
    assert [intent.name for intent in parsed(notification(ALARM, Subject=None)).intents] == ["checkout"]


def test_a_topic_that_the_source_does_not_name_is_refused_before_anybody_is_asked():
    sns = Sns()
    other = "arn:aws:sns:eu-west-1:123456789012:others"
    assert refusal(notification(ALARM, TopicArn=other), sns) == f"the topic {other} is not one of {TOPIC}"
    assert "the source's settings have no topic_arns" in refusal(notification(ALARM), sns, source(topic_arns=()))
    assert sns.asked == []


@pytest.mark.parametrize("url", [EVIL, PLAIN, ELSEWHERE, BUCKET, BUCKET.replace("/bucket", "/..") + "?a", ""])
def test_a_certificate_is_asked_for_at_the_topics_own_host_and_nowhere_else(url: str):
    sns = Sns()
    assert "is not one of SNS's own" in refusal(notification(ALARM, SigningCertURL=url), sns)
    assert sns.asked == []


def test_the_first_version_of_signatures_is_refused_with_what_to_do():
    assert "--attribute-name SignatureVersion --attribute-value 2" in refusal(notification(ALARM, SignatureVersion="1"))


@pytest.mark.parametrize("after", [timedelta(hours=1, seconds=1), -timedelta(hours=1, seconds=1)])
def test_what_was_signed_long_ago_is_not_taken_for_news(after: timedelta):
    assert "too long before it came" in refusal(notification(ALARM), at=NOW + after)
    assert parsed(notification(ALARM), of=source(replay_window_s=7200), at=NOW + after).intents


@pytest.mark.parametrize(
    ("pem", "reason"),
    [
        (certificate("sns.amazonaws.com.evil.example"), "was issued to 'sns.amazonaws.com.evil.example'"),
        (certificate("sns-signing.me-south-1.amazonaws.com"), "was issued to"),
        (certificate(until=NOW - timedelta(seconds=1)), "is not valid at that time"),
        (certificate(until=NOW + timedelta(days=366)), "is not valid at that time"),
        (certificate(bits=1024), "has no RSA key of 2048 bits"),
        (b"<html>Access denied</html>", "is not a certificate"),
    ],
)
def test_a_certificate_that_is_not_sns_s_own_is_not_believed(pem: bytes, reason: str):
    assert reason in refusal(notification(ALARM), Sns(pem))


def test_regions_that_came_later_sign_by_a_name_of_their_own():
    topic = TOPIC.replace("eu-west-1", "me-south-1")
    post = notification(
        ALARM, TopicArn=topic, SigningCertURL=ELSEWHERE.replace("us-east-1", "me-south-1"), Timestamp=None
    )
    post = signed({name: value for name, value in post.items() if name != "Signature"})
    assert parsed(post, Sns(certificate("sns-signing.me-south-1.amazonaws.com")), source(topic_arns=(topic,))).intents


def test_while_sns_cannot_be_asked_the_post_has_to_come_again():
    sns = Sns()
    sns.away = True
    with pytest.raises(IntakeUnavailable):
        parsed(notification(ALARM), sns)


def test_a_subscription_of_a_named_topic_is_confirmed_by_its_token():
    sns = Sns()
    assert parsed(confirmation(), sns) == ParsedWebhook(intents=())
    assert sns.confirmed == [(TOPIC, "t0k")]


def test_no_other_subscription_is_confirmed():
    sns = Sns()
    strange = confirmation(SubscribeURL="https://sns.eu-west-1.amazonaws.com.evil.example/?Action=ConfirmSubscription")
    assert "SubscribeURL" in refusal(strange, sns)
    assert "no topic_arns" in refusal(confirmation(), sns, source(topic_arns=()))
    assert "does not fit" in refusal(confirmation() | {"Token": "another"}, sns)
    assert sns.confirmed == []


def test_raw_alarms_are_taken_where_no_topic_is_named_and_refused_where_one_is():
    assert parsed(ALARM, of=source(topic_arns=())).intents
    assert "raw message delivery must be off" in refusal(ALARM)


@pytest.mark.parametrize("value", [None, 7, [], {}, "", "\ud800"])
def test_no_field_of_an_envelope_can_be_anything_else(value: Any):
    sns = Sns()
    for name in ("Type", "TopicArn", "Message", "Timestamp", "Signature", "SigningCertURL"):
        assert refusal(notification(ALARM) | {name: value}, sns)
