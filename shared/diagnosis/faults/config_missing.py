"""A config map or secret, or a key of one, does not exist."""

from collections.abc import Iterator
from typing import NamedTuple

from shared.diagnosis.faults.of_pods import finding_of_pod
from shared.diagnosis.finding import Finding, cite_event, name_of, sentence
from shared.diagnosis.hypothesis import Citation, Confidence, FaultKind
from shared.diagnosis.index import Presence, SnapshotIndex
from shared.diagnosis.manifest_value import ManifestValue
from shared.diagnosis.pods import Container, Pod
from shared.diagnosis.seen import Seen
from shared.diagnosis.snapshot import ObjectKey
from shared.diagnosis.variants import ConfigMissingVariant as Variant

VARIANTS = {
    ("ConfigMap", False): Variant.CONFIG_MAP_ABSENT,
    ("ConfigMap", True): Variant.CONFIG_MAP_KEY_ABSENT,
    ("Secret", False): Variant.SECRET_ABSENT,
    ("Secret", True): Variant.SECRET_KEY_ABSENT,
}
REFERENCES = (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret"))


class MissingReference(NamedTuple):
    """What the kubelet misses: the object, and the key in it where that is all that is missing."""

    kind: str
    name: str
    key: str


def find(seen: Seen) -> Iterator[Finding]:
    for pod in seen.living_pods:
        for container in pod.containers():
            if container.waiting.text == "CreateContainerConfigError":
                message = container.status.at("state", "waiting", "message")
                event = pod.event("Failed", saying="Error: ")
                missing = what_misses(message.text) or what_misses(event.message if event else "")
                cited = [container.waiting.cite(), *([message.cite()] if message else [])]
                if not message and not event:
                    yield _unsaid(pod, container)
                if missing:
                    yield _finding(pod, missing, [*cited, *([cite_event(event)] if event else [])], container.name)
        told = pod.event("Failed", saying="Error: ") if pod.is_unread else None
        if told and (missing := what_misses(told.message)):
            yield _finding(pod, missing, [cite_event(told)], "")
        yield from _not_mounted(pod)
        yield from _silent(pod)


def _unsaid(pod: Pod, container: Container) -> Finding:
    """Finds that a container has no configuration, where nobody says which: a table of pods alone."""
    return finding_of_pod(
        pod,
        FaultKind.CONFIG_MISSING,
        Variant.UNKNOWN,
        "waits for a config map, a secret or a key of one",
        why=[sentence(f"{container.called} waits with {container.waiting.text}, and why was not read.")],
        confidence=Confidence.LIKELY,
        citations=[container.waiting.cite()],
        confirm=[f"Read the events of pod {pod.key.namespace}/{pod.key.name}: they name what is missing."],
        refute=["The kubelet refuses the container for another reason, such as the user that it would run as."],
    )


def what_misses(message: str) -> MissingReference | None:
    """Reads the kubelet's sentence; None: it speaks of something else, such as a user id that is not allowed."""
    for word, kind in (("configmap", "ConfigMap"), ("secret", "Secret")):
        key, name = _between(message, "couldn't find key ", f" in {word} "), _between(message, f" in {word} ", " ")
        if key and name:
            return MissingReference(kind, name.rsplit("/", 1)[-1].strip('",.'), key.strip('" '))
        # Older kubelets say it of all of them: secrets "web" not found.
        absent = _between(message, f'{word} "', '"') or _between(message, f'{word}s "', '"')
        if absent and "not found" in message:
            return MissingReference(kind, absent, "")
    return None


def _between(message: str, before: str, behind: str) -> str:
    """Gives what stands between two pieces of text in any case; up to the end where a space should follow."""
    start = message.lower().find(before)
    rest = message[start + len(before) :] if start >= 0 else ""
    end = rest.lower().find(behind)
    return rest[:end] if end >= 0 else rest if behind == " " else ""


def _not_mounted(pod: Pod) -> Iterator[Finding]:
    """Finds files that a volume should hold and the kubelet cannot make; only while the pod has not started."""
    if any(container.runs or container.ended for container in pod.containers()):
        return
    event = pod.event("FailedMount", saying="not found") or pod.event("FailedMount", saying="non-existent config key")
    if not event:
        return
    missing = what_misses(event.message) or _missing_key(pod, event.message)
    if missing:
        yield _finding(pod, missing, [cite_event(event), *_sources(pod, missing)], "")


def _missing_key(pod: Pod, message: str) -> MissingReference | None:
    """Reads ``references non-existent config key: KEY``, which names the volume and not the object."""
    _, found, key = message.partition("non-existent config key: ")
    _, named, rest = message.partition('for volume "')
    if not found or not named:
        return None
    for volume in pod.place.at("spec", "volumes").each():
        if volume.at("name").text == rest.split('"', 1)[0]:
            for source, kind, field in (("configMap", "ConfigMap", "name"), ("secret", "Secret", "secretName")):
                if name := volume.at(source, field).text:
                    return MissingReference(kind, name, key.strip())
    return None


def _sources(pod: Pod, missing: MissingReference) -> list[Citation]:
    """Cites the volume that names the object."""
    field = ("configMap", "name") if missing.kind == "ConfigMap" else ("secret", "secretName")
    volumes = pod.place.at("spec", "volumes").each()
    return [volume.at(*field).cite() for volume in volumes if volume.at(*field).text == missing.name]


def _silent(pod: Pod) -> Iterator[Finding]:
    """Finds optional keys that are not there although the process ends saying their name: nobody else complains."""
    for container in pod.containers():
        if container.exit_code in {0, None} or container.runs:
            continue
        said = "\n".join(line[:2_000] for tail in pod.seen.logs(pod.key, container.name) for line in tail.lines[-50:])
        for variable in container.spec.at("env").each():
            name = variable.at("name").text
            if name and name in said and (missing := _optional(pod, variable)):
                cited = [variable.at("valueFrom").cite(), container.ended.at("exitCode").cite()]
                yield _finding(pod, missing, cited, container.name)


def _optional(pod: Pod, variable: ManifestValue) -> MissingReference | None:
    for field, kind in REFERENCES:
        reference = variable.at("valueFrom", field)
        name, key = reference.at("name").text, reference.at("key").text
        if not name or reference.at("optional").truth is not True:
            continue
        target = pod.beside(kind, name)
        if pod.seen.presence(target) is Presence.ABSENT:
            return MissingReference(kind, name, "")
        return MissingReference(kind, name, key) if _holds(pod.seen, target, key) is False else None
    return None


def _holds(seen: SnapshotIndex, target: ObjectKey, key: str) -> bool | None:
    """Says whether the object has the key; None: its keys were not read."""
    place = seen.find(target)
    parts = [place.at(part) for part in ("data", "binaryData", "stringData") if place.at(part)] if place else []
    return any(bool(part.at(key)) for part in parts) if parts else None


def _finding(pod: Pod, missing: MissingReference, citations: list[Citation], part: str) -> Finding:
    target = pod.beside(missing.kind, missing.name)
    variant = VARIANTS[missing.kind, bool(missing.key)]
    absence = pod.seen.evidence_of_absence(target)
    is_back = pod.seen.presence(target) is Presence.THERE and (
        not missing.key or _holds(pod.seen, target, missing.key) is True
    )
    if absence:
        citations = [*citations, Citation(evidence_id=absence, path="$", says="not found")]
    what = f"has no key {missing.key}" if missing.key else "does not exist"
    return finding_of_pod(
        pod,
        FaultKind.CONFIG_MISSING,
        variant,
        f"{what}, and {name_of(pod.root)} needs it",
        subject=target,
        part=missing.key,
        why=[
            f"Pod {pod.key.name}{f', container {part},' if part else ''} cannot start: {name_of(target)} {what}.",
            *_maker(pod, target),
            *([f"{name_of(target)} has it now, so the next try may succeed."] if is_back else []),
        ],
        confidence=Confidence.LIKELY if is_back or pod.is_unread else Confidence.CERTAIN,
        citations=citations,
        since=pod.place.at("metadata", "creationTimestamp").moment,
        leans_on=[target],
        confirm=["Whether the pod still waits."] if is_back or pod.is_unread else [],
        refute=[f"{name_of(target)} exists in this namespace{' with that key' if missing.key else ''}."],
    )


def _maker(pod: Pod, target: ObjectKey) -> list[str]:
    """Names who should have made the secret, where that was read."""
    maker = pod.seen.find(pod.beside("ExternalSecret", target.name)) if target.kind == "Secret" else None
    return [f"ExternalSecret {target.namespace}/{target.name} should make it."] if maker else []
