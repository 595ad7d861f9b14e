"""A certificate is expired, not issued or wrong."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from shared.diagnosis.finding import Finding, name_of, short
from shared.diagnosis.hypothesis import Citation, Confidence, FaultKind
from shared.diagnosis.index import Presence
from shared.diagnosis.manifest_value import ManifestValue, cite_all, condition
from shared.diagnosis.owners import root_place
from shared.diagnosis.seen import Seen
from shared.diagnosis.snapshot import ObjectKey, Observed
from shared.diagnosis.variants import CertificateVariant as Variant

REASONS = {
    "Expired": Variant.EXPIRED,
    "DoesNotExist": Variant.SECRET_ABSENT,
    "MissingData": Variant.SECRET_ABSENT,
    "IncorrectIssuer": Variant.ISSUER_WRONG,
    "InvalidKeyPair": Variant.KEY_PAIR_INVALID,
    "InvalidCertificate": Variant.KEY_PAIR_INVALID,
    "SecretMismatch": Variant.SECRET_MISMATCH,
    "RequestChanged": Variant.SECRET_MISMATCH,
    "Failed": Variant.REQUEST_FAILED,
}
#: What a certificate's making passes through, each owned by the one before, with the fault's form if it stops there.
CHAIN = (
    ("CertificateRequest", Variant.REQUEST_FAILED),
    ("Order", Variant.ORDER_FAILED),
    ("Challenge", Variant.CHALLENGE_FAILED),
)
ISSUERS = frozenset({"Issuer", "ClusterIssuer"})
TELLING = frozenset({Variant.EXPIRED, Variant.SECRET_MISMATCH, Variant.KEY_PAIR_INVALID, Variant.ISSUER_WRONG})
"""Forms that the certificate's own condition tells without a look at how it is made."""
PATIENCE = timedelta(minutes=15)
"""A certificate that was asked for less than this ago may still be issued."""
FAILED_STATES = frozenset({"invalid", "errored", "expired"})


class Stop(NamedTuple):
    """The deepest step of the making that is not through, and what it says."""

    key: ObjectKey
    variant: Variant
    says: str
    citations: list[Citation]
    has_failed: bool


def find(seen: Seen) -> Iterator[Finding]:
    for certificate, place in seen.of_kind("Certificate"):
        ready = condition(place, "Ready")
        ends = place.at("status", "notAfter")
        expired = bool(ends.moment and ends.moment <= seen.now)
        if ready.at("status").truth is False or expired:
            issuer = _issuer(seen, certificate, place)
            stop = issuer or _stop(seen, certificate)
            if expired or not _may_still_be_issued(seen, place, ready, stop):
                yield _finding(certificate, place, ready, stop, expired=expired)


def _may_still_be_issued(seen: Seen, place: ManifestValue, ready: ManifestValue, stop: Stop | None) -> bool:
    """Says whether nothing has failed so far and it was asked for only now."""
    if stop and stop.has_failed:
        return False
    began = ready.at("lastTransitionTime").moment or place.at("metadata", "creationTimestamp").moment
    failures = place.at("status", "failedIssuanceAttempts").number
    waits = ready.at("reason").text in {"DoesNotExist", "", "Issuing", "MissingData"}
    return bool(waits and not failures and began and seen.now - began < PATIENCE)


def _issuer(seen: Seen, certificate: Observed, place: ManifestValue) -> Stop | None:
    """Gives the issuer when it does not exist or is not ready: without it no step is worth a look."""
    reference = place.at("spec", "issuerRef")
    if not reference.at("name").text:
        return None
    kind = reference.at("kind").text or "Issuer"
    namespace = "" if kind == "ClusterIssuer" else certificate.key.namespace
    key = ObjectKey(certificate.key.cluster, kind, namespace, reference.at("name").text)
    issuer = seen.find(key)
    if issuer is None:
        if seen.presence(key) is not Presence.ABSENT:
            return None
        return Stop(key, Variant.ISSUER_WRONG, "it does not exist", [reference.at("name").cite()], has_failed=True)
    ready = condition(issuer, "Ready")
    if ready.at("status").truth is not False:
        return None
    says = ready.at("message").text or ready.at("reason").text
    cited = ready.cited("status", "reason", "message")
    return Stop(key, Variant.ISSUER_WRONG, says, cited, has_failed=True)


def _stop(seen: Seen, certificate: Observed) -> Stop | None:
    """Goes down from the certificate to the deepest step that is not through."""
    stop, above = None, certificate.key
    for kind, variant in CHAIN:
        steps = [each for each in seen.children(above) if each.key.kind == kind]
        waiting = [(each, step) for each in steps if (step := _waiting(each, variant))]
        if not waiting:
            break
        newest, stop = max(
            waiting, key=lambda pair: (root_place(pair[0]).at("metadata", "creationTimestamp").text, pair[0].key)
        )
        above = newest.key
    return stop


def _waiting(step: Observed, variant: Variant) -> Stop | None:
    place = root_place(step)
    if step.key.kind == "CertificateRequest":
        ready, denied = condition(place, "Ready"), condition(place, "Denied")
        if ready.at("status").truth is True:
            return None
        is_denied = denied.at("status").truth is True
        decisive = denied if is_denied else ready
        says = decisive.at("message").text or decisive.at("reason").text
        cited = decisive.cited("reason", "message")
        failed = is_denied or ready.at("reason").text in {"Failed", "Denied"} or "not found" in says
        issuer = "issuer" in says.lower() and "not found" in says
        form = Variant.REQUEST_DENIED if is_denied else Variant.ISSUER_WRONG if issuer else variant
        return Stop(step.key, form, says, cited, failed)
    state, reason = place.at("status", "state"), place.at("status", "reason")
    if state.text in {"valid", "ready"}:
        return None
    cited = cite_all(state, reason)
    refused = any(
        words in reason.text.lower() for words in ("wrong status code", "error", "not propagated", "failed", "refused")
    )
    return Stop(step.key, variant, reason.text or state.text, cited, state.text in FAILED_STATES or refused)


def _finding(
    certificate: Observed, place: ManifestValue, ready: ManifestValue, stop: Stop | None, *, expired: bool
) -> Finding:
    if stop and stop.key.kind in ISSUERS:
        return _of_issuer(certificate, place, stop)
    own = REASONS.get(ready.at("reason").text, Variant.UNKNOWN)
    variant = stop.variant if stop and stop.has_failed else Variant.EXPIRED if expired else own
    blocking = f"{name_of(stop.key)}: {short(stop.says, 160)}" if stop else short(ready.at("message").text, 160)
    state, reason = "has expired" if expired else "is not ready", ready.at("reason").text
    places = [*(ready.at(field) for field in ("status", "reason", "message")), place.at("status", "notAfter")]
    is_known = stop is not None or expired or own in TELLING
    return Finding(
        fault=FaultKind.CERTIFICATE,
        variant=variant,
        subject=certificate.key,
        shown_by=(),
        summary=f"{state}: {blocking}" if blocking else state,
        why=[
            f"{name_of(certificate.key)} {state}{f' ({reason})' if reason else ''}.",
            *([f"Its making stops at {name_of(stop.key)}: {short(stop.says, 500)}"] if stop else []),
        ],
        confidence=Confidence.CERTAIN if is_known and variant is not Variant.UNKNOWN else Confidence.LIKELY,
        citations=[*(stop.citations if stop else []), *cite_all(*places)],
        since=ready.at("lastTransitionTime").moment,
        stands_for=_secret(certificate, place),
        confirm=[]
        if stop
        else [f"Read the certificate requests, orders and challenges of {name_of(certificate.key)}."],
        refute=["Its condition Ready is True and notAfter lies ahead."],
    )


def _of_issuer(certificate: Observed, place: ManifestValue, stop: Stop) -> Finding:
    """Blames the issuer itself, so that all certificates that wait for it are one hypothesis."""
    return Finding(
        fault=FaultKind.CERTIFICATE,
        variant=stop.variant,
        subject=stop.key,
        shown_by=(certificate.key,),
        summary=f"issues nothing: {short(stop.says, 160)}",
        why=[f"{name_of(certificate.key)} is not ready, because its issuer is not: {short(stop.says, 500)}"],
        confidence=Confidence.CERTAIN,
        citations=[*stop.citations, condition(place, "Ready").at("status").cite()],
        since=condition(place, "Ready").at("lastTransitionTime").moment,
        stands_for=_secret(certificate, place),
        refute=["The issuer's condition Ready is True."],
    )


def _secret(certificate: Observed, place: ManifestValue) -> list[ObjectKey]:
    name = place.at("spec", "secretName").text
    return [ObjectKey(certificate.key.cluster, "Secret", certificate.key.namespace, name)] if name else []
