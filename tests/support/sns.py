"""Posts of Amazon SNS: signed by keys of our own, and recorded ones with the certificates they were signed by."""

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from shared.adapters.sns.envelope import TopicArn
from shared.ports.intake import IntakeUnavailable
from tests.support.intake import NOW, PAYLOADS

TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms"
CERTIFICATE = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem"
_SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
}


@cache
def private_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def certificate(
    name: str = "sns.amazonaws.com", *, until: datetime = NOW + timedelta(days=30), bits: int = 2048
) -> bytes:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private_key(bits).public_key())
        .serial_number(1)
        .not_valid_before(until - timedelta(days=365))
        .not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(private_key(bits), SHA256())
    )
    return made.public_bytes(Encoding.PEM)


def notification(alarm: Any, **fields: Any) -> dict[str, Any]:
    """A signed post; ``fields`` are put in before it is signed, and None leaves one out."""
    message = alarm if isinstance(alarm, str) else json.dumps(alarm)
    return signed({"Type": "Notification", "Subject": 'ALARM: "checkout"', "Message": message} | fields)


def confirmation(**fields: Any) -> dict[str, Any]:
    url = f"https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn={TOPIC}&Token=t0k"
    said = {"Type": "SubscriptionConfirmation", "Message": "You have chosen …", "Token": "t0k", "SubscribeURL": url}
    return signed(said | fields)


def signed(fields: Mapping[str, Any], bits: int = 2048) -> dict[str, Any]:
    post = {
        "MessageId": "1",
        "TopicArn": TOPIC,
        "Timestamp": NOW.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "SignatureVersion": "2",
        "SigningCertURL": CERTIFICATE,
        **fields,
    }
    post = {name: value for name, value in post.items() if value is not None}
    covered = "".join(f"{name}\n{post[name]}\n" for name in _SIGNED[post["Type"]] if name in post)
    signature = private_key(bits).sign(covered.encode(), padding.PKCS1v15(), SHA256())
    return {"Signature": base64.b64encode(signature).decode(), **post}


class Sns:
    """What stands at addresses of SNS, who asked for it, and which subscriptions were confirmed."""

    def __init__(self, pem: bytes | None = None) -> None:
        self.pem = pem or certificate()
        self.away = False
        self.asked: list[str] = []
        self.confirmed: list[tuple[str, str]] = []

    def read(self, url: str) -> bytes:
        if self.away:
            raise IntakeUnavailable("SNS does not answer")
        self.asked.append(url)
        recorded = PAYLOADS / "sns" / url.rsplit("/", 1)[1]
        return recorded.read_bytes() if recorded.exists() else self.pem

    def confirm(self, topic: TopicArn, token: str) -> None:
        self.confirmed.append((topic.arn, token))
