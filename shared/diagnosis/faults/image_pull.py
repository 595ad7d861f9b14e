"""An image cannot be pulled."""

from collections.abc import Iterator

from shared.diagnosis.faults.of_pods import dns_of, finding_of_pod
from shared.diagnosis.finding import Finding, after, cite_event, sentence, short
from shared.diagnosis.hypothesis import Citation, Confidence, FaultKind
from shared.diagnosis.manifest_value import ManifestValue, cite_all
from shared.diagnosis.pods import Container, Pod
from shared.diagnosis.seen import Seen
from shared.diagnosis.snapshot import ObjectKey, ObservedEvent
from shared.diagnosis.variants import ImagePullVariant as Variant

REASONS = frozenset(
    {
        "ErrImagePull",
        "ImagePullBackOff",
        "InvalidImageName",
        "ErrImageNeverPull",
        "ImageInspectError",
        "RegistryUnavailable",
        "SignatureValidationFailed",
    }
)
#: By the reason alone.
BY_REASON = {
    "InvalidImageName": Variant.INVALID_NAME,
    "ErrImageNeverPull": Variant.NEVER_PULLED,
    "RegistryUnavailable": Variant.UNREACHABLE,
    "SignatureValidationFailed": Variant.UNTRUSTED,
}
#: By what the runtime and the registries say, the first that fits; "pull access denied" is said of absent ones too.
BY_WORDS = (
    (("no space left", "disk quota exceeded"), Variant.NO_SPACE),
    (("toomanyrequests", "429 too many requests", "rate limit"), Variant.RATE_LIMITED),
    (("no match for platform", "no matching manifest for", "exec format error"), Variant.WRONG_PLATFORM),
    (("x509:", "certificate signed by unknown", "signature", "http response to https client"), Variant.UNTRUSTED),
    (("pull access denied", "unauthorized", "403 forbidden", "denied:", "authentication required", "forbidden",
      "no basic auth credentials", "insufficient_scope"), Variant.UNAUTHORIZED),
    (("not found", "manifest unknown", "name unknown", "notfound", "does not exist", "name not known"),
     Variant.NOT_FOUND),
    (("timeout", "timed out", "no such host", "connection refused", "no route to host", "deadline exceeded",
      "connection reset", "server misbehaving", "network is unreachable", "503 service", "502 bad", "unexpected eof"),
     Variant.UNREACHABLE),
    (("invalid reference format", "couldn't parse image"), Variant.INVALID_NAME),
)  # fmt: skip


def find(seen: Seen) -> Iterator[Finding]:
    for pod in seen.living_pods:
        if pod.is_unread:
            yield from _told_by_events(pod)
        for container in pod.containers():
            if container.waiting.text in REASONS:
                yield _finding(pod, container)


def _finding(pod: Pod, container: Container) -> Finding:
    image = _image(container)
    event = _event(pod, image)
    said = [event.message if event else "", container.status.at("state", "waiting", "message").text]
    variant = BY_REASON.get(container.waiting.text) or _by_words(*said)
    is_known = variant is not Variant.UNKNOWN
    words = said[0] or said[1]
    ambiguous = "pull access denied" in words.lower()
    problem = _problem(variant, container.waiting.text)
    events = f"the events of pod {pod.key.namespace}/{pod.key.name}"
    return finding_of_pod(
        pod,
        FaultKind.IMAGE_PULL,
        variant,
        f"cannot pull {short(image.says, 160) if image else 'its image'}: {problem}",
        part=container.name,
        why=[
            sentence(f"{container.called} waits with {container.waiting.text}."),
            *([f"The kubelet says: {short(words, 600)}"] if words else []),
        ],
        confidence=Confidence.CERTAIN if is_known and not ambiguous else Confidence.LIKELY,
        citations=_citations(container, image, event),
        since=event.first_at if event else None,
        leans_on=_leans_on(pod, variant, words),
        confirm=[] if is_known else [f"Read {events}: one has the registry's own answer."],
        refute=_refute(variant, ambiguous=ambiguous),
    )


def _told_by_events(pod: Pod) -> Iterator[Finding]:
    """Finds that an image is not pulled, where the pod itself was not read."""
    event = pod.event("Failed", saying="failed to pull image") or pod.event("BackOff", saying="pulling image")
    if event:
        _, quoted, rest = event.message.partition('image "')
        variant = _by_words(event.message)
        image = short(rest.split('"', 1)[0]) if quoted else "its image"
        yield finding_of_pod(
            pod,
            FaultKind.IMAGE_PULL,
            variant,
            f"cannot pull {image}{after(_problem(variant, ''))}",
            why=[f"The kubelet says: {short(event.message, 600)}"],
            confidence=Confidence.LIKELY,
            citations=[cite_event(event)],
            since=event.first_at,
            leans_on=_leans_on(pod, variant, event.message),
            confirm=[f"Read the status of pod {pod.key.namespace}/{pod.key.name}: whether it still waits."],
            refute=_refute(variant, ambiguous="pull access denied" in event.message),
        )


def _problem(variant: Variant, otherwise: str) -> str:
    return otherwise if variant is Variant.UNKNOWN else variant.replace("_", " ")


def _image(container: Container) -> ManifestValue:
    return container.spec.at("image") or container.status.at("image")


def _event(pod: Pod, image: ManifestValue) -> ObservedEvent | None:
    """Gives the event with the registry's answer for this image, rather than the one that only says back-off."""
    return pod.event("Failed", "InspectFailed", "ErrImageNeverPull", saying=f'image "{image.text}"') or pod.event(
        "Failed", saying="failed to pull"
    )


def _by_words(*messages: str) -> Variant:
    for message in messages:
        lower = message.lower()
        for words, variant in BY_WORDS:
            if any(each in lower for each in words):
                return variant
    return Variant.UNKNOWN


def _citations(container: Container, image: ManifestValue, event: ObservedEvent | None) -> list[Citation]:
    message = container.status.at("state", "waiting", "message")
    return [*cite_all(container.waiting, message, image), *([cite_event(event)] if event else [])]


def _leans_on(pod: Pod, variant: Variant, message: str) -> list[ObjectKey]:
    """Without names no registry is found, without a secret none lets in, and a full disk is the node's."""
    if variant is Variant.UNREACHABLE and (
        "no such host" in message or "server misbehaving" in message or ":53" in message
    ):
        return [dns_of(pod)]
    if variant is Variant.UNAUTHORIZED:
        secrets = pod.place.at("spec", "imagePullSecrets").each()
        return [pod.beside("Secret", secret.at("name").text) for secret in secrets]
    return [pod.node] if variant is Variant.NO_SPACE and pod.node else []


def _refute(variant: Variant, *, ambiguous: bool) -> list[str]:
    if ambiguous:
        return ["The repository does not exist at all: registries answer both with the same words."]
    if variant is Variant.UNREACHABLE:
        return ["The same image is pulled on another node."]
    return ["The registry shows the image under exactly this name to this credential."]
