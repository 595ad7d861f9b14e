"""A volume is not provisioned, attached or mounted."""

from collections.abc import Iterator

from shared.diagnosis.faults.of_pods import any_node, finding_of_pod
from shared.diagnosis.finding import Finding, cite_event, short
from shared.diagnosis.hypothesis import Citation, Confidence, FaultKind
from shared.diagnosis.index import Presence
from shared.diagnosis.manifest_value import ManifestValue, cite_all
from shared.diagnosis.pods import Pod
from shared.diagnosis.seen import Seen
from shared.diagnosis.snapshot import ObjectKey, Observed, ObservedEvent
from shared.diagnosis.variants import VolumeVariant as Variant

CLAIM = "PersistentVolumeClaim"
NOT_PROVISIONED = frozenset({"ProvisioningFailed", "FailedBinding"})
NOT_ATTACHED = ("FailedMount", "FailedAttachVolume", "FailedMapVolume")
#: What a mount misses that is no volume: named by the rule of missing configuration, or gone with the next try.
OF_CONFIGURATION = ("configmap", "secret", "config key", "not registered", "failed to sync")


def find(seen: Seen) -> Iterator[Finding]:
    users = _users(seen)
    for claim, place in seen.of_kind(CLAIM):
        phase = place.at("status", "phase")
        if phase.text == "Lost":
            yield _claim_finding(claim, Variant.CLAIM_LOST, "is lost: its volume is gone", [phase.cite()], users, place)
        elif phase.text in {"Pending", ""} and (event := _refusal(seen, claim)):
            yield _not_provisioned(claim, place, event, users)
    for pod in seen.living_pods:
        yield from _absent_claims(pod)
        yield from _not_attached(pod)


def _users(seen: Seen) -> dict[ObjectKey, list[Pod]]:
    users: dict[ObjectKey, list[Pod]] = {}
    for pod in seen.living_pods:
        for _, claim in pod.claims():
            users.setdefault(claim, []).append(pod)
    return users


def _refusal(seen: Seen, claim: Observed) -> ObservedEvent | None:
    """Gives why the claim is not provisioned; to wait for a first consumer or for the provisioner is no refusal."""
    refusals = [event for event in seen.events(claim.key) if event.reason in NOT_PROVISIONED]
    return refusals[-1] if refusals else None


def _not_provisioned(
    claim: Observed, place: ManifestValue, event: ObservedEvent, users: dict[ObjectKey, list[Pod]]
) -> Finding:
    lower = event.message.lower()
    no_class = "storageclass" in lower and "not found" in lower
    variant = Variant.CLASS_ABSENT if no_class or "no storage class is set" in lower else Variant.PROVISIONING_FAILED
    cited = cite_all(place.at("status", "phase"), place.at("spec", "storageClassName"))
    summary = f"is not provisioned: {short(event.message, 160)}"
    return _claim_finding(claim, variant, summary, [cite_event(event), *cited], users, place)


def _claim_finding(
    claim: Observed,
    variant: Variant,
    summary: str,
    citations: list[Citation],
    users: dict[ObjectKey, list[Pod]],
    place: ManifestValue,
) -> Finding:
    pods = users.get(claim.key._replace(group=""), [])
    phase = place.at("status", "phase").text or "Pending"
    return Finding(
        fault=FaultKind.VOLUME,
        variant=variant,
        subject=claim.key,
        shown_by=tuple(key for pod in pods for key in (pod.root, pod.key)),
        summary=summary,
        why=[f"The claim is {phase}.", f"Pods that need it: {len(pods) or 'none that was read'}."],
        confidence=Confidence.CERTAIN if phase == "Lost" or place.at("status", "phase") else Confidence.LIKELY,
        citations=citations,
        since=place.at("metadata", "creationTimestamp").moment,
        confirm=[] if place.at("status", "phase") else ["Read the claim's phase."],
        refute=["Its storage class binds with the first consumer, and no pod uses the claim yet."],
    )


def _absent_claims(pod: Pod) -> Iterator[Finding]:
    """Finds claims that a pod names and that do not exist, by the cluster's lists or by the scheduler's words."""
    for volume, claim in pod.claims():
        event = pod.event("FailedScheduling", saying=f'persistentvolumeclaim "{claim.name}" not found')
        absent = pod.seen.presence(claim) is Presence.ABSENT
        if pod.node or not (event or absent) or pod.seen.presence(claim) is Presence.THERE:
            continue
        named = [each for each in pod.place.at("spec", "volumes").each() if each.at("name").text == volume]
        citations = [each.at("persistentVolumeClaim", "claimName").cite() for each in named]
        yield finding_of_pod(
            pod,
            FaultKind.VOLUME,
            Variant.CLAIM_ABSENT,
            f"does not exist, and pod {pod.key.name} needs it",
            subject=claim,
            why=[f"Pod {pod.key.name} names the claim {claim.name}, which does not exist."],
            confidence=Confidence.CERTAIN,
            citations=[*([cite_event(event)] if event else []), *citations, *_of_absence(pod, claim)],
            since=pod.place.at("metadata", "creationTimestamp").moment,
            refute=["The claim is made by something that has not run yet."],
        )


def _of_absence(pod: Pod, claim: ObjectKey) -> list[Citation]:
    evidence_id = pod.seen.evidence_of_absence(claim)
    return [Citation(evidence_id=evidence_id, path="$", says="not found")] if evidence_id else []


def _not_attached(pod: Pod) -> Iterator[Finding]:
    waits = [container for container in pod.containers() if not container.runs and not container.ended]
    known = list(pod.containers())
    if not pod.node and known and pod.phase != "Pending":
        return
    if known and not waits:
        return
    events = [event for event in pod.events if event.reason in NOT_ATTACHED]
    explained = {_volume_of(event) for event in events if _is_of_configuration(event)}
    events = [event for event in events if not _is_of_configuration(event) and not _waits_only_for(event, explained)]
    if not events:
        return
    event = next((each for each in events if "Multi-Attach" in each.message), _first_telling(events))
    claim = _claim_of(pod, event)
    yield finding_of_pod(
        pod,
        FaultKind.VOLUME,
        variant := _attach_variant(event),
        f"is not {'mounted' if variant is Variant.MOUNT_FAILED else 'attached'}: {short(event.message, 160)}"
        if claim
        else f"waits for a volume: {short(event.message, 160)}",
        subject=claim,
        why=[f"Pod {pod.key.name} has a node and does not start.", f"The node says: {short(event.message, 600)}"],
        confidence=Confidence.CERTAIN if known else Confidence.LIKELY,
        citations=[cite_event(event), *cite_all(*(each.waiting for each in waits))],
        since=event.first_at,
        leans_on=[any_node(pod.key.cluster)] if variant is Variant.MULTI_ATTACH else [pod.node] if pod.node else [],
        confirm=[] if known else [f"Read the status of pod {pod.key.namespace}/{pod.key.name}."],
        refute=["The containers of the pod have started since."],
    )


def _is_of_configuration(event: ObservedEvent) -> bool:
    return any(words in event.message.lower() for words in OF_CONFIGURATION)


def _volume_of(event: ObservedEvent) -> str:
    """Reads ``for volume "certs"``."""
    return event.message.partition('for volume "')[2].partition('"')[0]


def _waits_only_for(event: ObservedEvent, volumes: set[str]) -> bool:
    """Says whether it only tells that time passed, and for none but these: what they miss is told already."""
    unmounted = event.message.partition("unmounted volumes=[")[2].partition("]")[0].replace(",", " ").split()
    return "timed out waiting" in event.message and bool(unmounted) and volumes.issuperset(unmounted)


def _first_telling(events: list[ObservedEvent]) -> ObservedEvent:
    """Prefers what names a cause to what only says that time passed."""
    telling = [event for event in events if "timed out waiting for the condition" not in event.message]
    return (telling or events)[-1]


def _attach_variant(event: ObservedEvent) -> Variant:
    if "Multi-Attach" in event.message or "exclusively attached" in event.message:
        return Variant.MULTI_ATTACH
    return Variant.ATTACH_FAILED if event.reason == "FailedAttachVolume" else Variant.MOUNT_FAILED


def _claim_of(pod: Pod, event: ObservedEvent) -> ObjectKey | None:
    """Gives the claim that the event is about: by the pod's name for it, by its volume's name, or the only one."""
    claims = list(pod.claims())
    for name, claim in claims:
        place = pod.seen.find(claim)
        volume = place.at("spec", "volumeName").text if place else ""
        if f'"{name}"' in event.message or f"[{name}]" in event.message or (volume and volume in event.message):
            return claim
    return claims[0][1] if len(claims) == 1 and '"pvc-' in event.message else None
