"""Whether a post comes from SNS: signature version 2, by a certificate that only SNS can show."""

import base64
import binascii
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from shared.adapters.intake.body import shown
from shared.adapters.sns.envelope import SnsEnvelope, TopicArn
from shared.ports.webhook import UnexpectedPayload

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_VERSION = "2"
_PATH = r"/SimpleNotificationService-[0-9a-f]{32}\.pem"
_LEAST_BITS = 2048

#: Gives the PEM at an address of SNS. Raises IntakeUnavailable when it cannot be had now, UnexpectedPayload if never.
ReadCertificate = Callable[[str], bytes]


def check_signed(envelope: SnsEnvelope, at: datetime, window: timedelta, read: ReadCertificate) -> None:
    """Checks who signed the envelope, and that it was signed within ``window`` of ``at``.

    ``at`` is when it came, so that what was kept is judged as it was then. What costs nothing is checked first.
    Raises UnexpectedPayload with what is wrong, and what ``read`` raises.
    """
    if envelope.signature_version != _VERSION:
        raise UnexpectedPayload(
            f"SignatureVersion is {shown(envelope.signature_version)!r}, not '2': set it on the topic"
            " (aws sns set-topic-attributes --attribute-name SignatureVersion --attribute-value 2)"
        )
    if abs(at - envelope.timestamp) > window:
        raise UnexpectedPayload(f"it was signed at {envelope.timestamp.isoformat()}, too long before it came, or after")
    if re.fullmatch(f"https://{re.escape(envelope.topic.host)}{_PATH}", envelope.signing_cert_url) is None:
        raise UnexpectedPayload(f"SigningCertURL {shown(envelope.signing_cert_url, 200)!r} is not one of SNS's own")
    signature = _decoded(envelope.signature)
    certificate = certificate_in(read(envelope.signing_cert_url), envelope.topic, at)
    _verify(certificate, signature, envelope.signed)


def certificate_in(pem: bytes, topic: TopicArn, at: datetime) -> "Certificate":
    """Reads a certificate that was issued to SNS, for that region, and is valid then. Raises UnexpectedPayload."""
    from cryptography.x509 import ExtensionNotFound  # noqa: PLC0415 - only for who gets such posts

    certificate = _parsed(pem)
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise UnexpectedPayload("the certificate of the signature is not valid at that time")
    try:
        names = _names(certificate)
    except (ExtensionNotFound, ValueError) as unnamed:
        raise UnexpectedPayload("the certificate of the signature names nobody") from unnamed
    if names.isdisjoint(_names_of_sns(topic)):
        raise UnexpectedPayload(f"the certificate of the signature was issued to {shown(', '.join(sorted(names)))!r}")
    return certificate


@lru_cache(maxsize=16)
def _parsed(pem: bytes) -> "Certificate":
    from cryptography.x509 import load_pem_x509_certificate  # noqa: PLC0415 - as above

    try:
        return load_pem_x509_certificate(pem)
    except ValueError as invalid:
        raise UnexpectedPayload("what stands at SigningCertURL is not a certificate") from invalid


def _names(certificate: "Certificate") -> frozenset[str]:
    from cryptography.x509 import DNSName, SubjectAlternativeName  # noqa: PLC0415 - as above

    said = certificate.extensions.get_extension_for_class(SubjectAlternativeName).value
    return frozenset(said.get_values_for_type(DNSName))


def _names_of_sns(topic: TopicArn) -> frozenset[str]:
    """Gives the names of SNS's signing certificates: one for the old regions, one of its own for each later one."""
    return frozenset(
        {
            f"sns.{topic.domain}",
            f"sns.{topic.region}.{topic.domain}",
            f"sns-signing.{topic.region}.{topic.domain}",
            f"sns-{topic.region}.{topic.domain}",
            "sns-us-gov-west-1.amazonaws.com" if topic.region.startswith("us-gov-") else f"sns.{topic.domain}",
        }
    )


def _verify(certificate: "Certificate", signature: bytes, signed: bytes) -> None:
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - as above

    key = certificate.public_key()
    if not isinstance(key, RSAPublicKey) or key.key_size < _LEAST_BITS:
        raise UnexpectedPayload(f"the certificate of the signature has no RSA key of {_LEAST_BITS} bits")
    try:
        key.verify(signature, signed, PKCS1v15(), SHA256())
    except InvalidSignature as forged:
        raise UnexpectedPayload("the signature does not fit: SNS has not signed this") from forged


def _decoded(signature: str) -> bytes:
    try:
        return base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError) as invalid:
        raise UnexpectedPayload("Signature is not base64") from invalid
