"""What the server refuses to write, with the fields that are wrong."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from local.cluster.answers import FieldFault, invalid
from shared.adapters.kubernetes.kinds import SERVED
from shared.remediation.quantities import amount_of

_NAME: Final = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_DNS: Final = (
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and "
    "end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
    f"'{_NAME.pattern}')"
)


def refuse_invalid(manifest: Mapping[str, Any], before: Mapping[str, Any] | None) -> None:
    """Raises Refused with all that is wrong."""
    kind, name = str(manifest["kind"]), str(manifest["metadata"].get("name", ""))
    faults = [*_name(name)]
    if kind == "Deployment":
        faults += _deployment(manifest, before)
    if kind in ("Pod", "Job"):
        spec = manifest.get("spec") or {}
        pod, at = (spec, "spec") if kind == "Pod" else ((spec.get("template") or {}).get("spec") or {}, _TEMPLATE)
        faults += _containers(pod, at)
    if faults:
        raise invalid(SERVED[kind].group, kind, name, faults)


_TEMPLATE: Final = "spec.template.spec"


def _name(name: str) -> Iterator[FieldFault]:
    if not name:
        yield _required("metadata.name", "name or generateName is required")
    elif not _NAME.fullmatch(name):
        yield _wrong("metadata.name", f'"{name}"', _DNS)


def _deployment(manifest: Mapping[str, Any], before: Mapping[str, Any] | None) -> Iterator[FieldFault]:
    spec = manifest.get("spec") or {}
    replicas = spec.get("replicas", 1)
    if not isinstance(replicas, int) or replicas < 0:
        yield _wrong("spec.replicas", str(replicas), "must be greater than or equal to 0")
    template = spec.get("template") or {}
    labels = (template.get("metadata") or {}).get("labels") or {}
    wanted = (spec.get("selector") or {}).get("matchLabels") or {}
    if not wanted:
        yield _required("spec.selector", "")
    elif not wanted.items() <= labels.items():
        yield _wrong("spec.template.metadata.labels", str(labels), "`selector` does not match template `labels`")
    if before is not None and before["spec"].get("selector") != spec.get("selector"):
        yield _wrong("spec.selector", str(spec.get("selector")), "field is immutable")
    yield from _containers(template.get("spec") or {}, _TEMPLATE)


def _containers(pod: Mapping[str, Any], at: str) -> Iterator[FieldFault]:
    containers = pod.get("containers") or []
    if not containers:
        yield _required(f"{at}.containers", "")
    for number, container in enumerate(containers):
        for field in ("name", "image"):
            if not container.get(field):
                yield _required(f"{at}.containers[{number}].{field}", "")
        for part, told in (container.get("resources") or {}).items():
            for name, quantity in told.items() if isinstance(told, Mapping) else ():
                if amount_of(quantity) is None:
                    place = f"{at}.containers[{number}].resources.{part}[{name}]"
                    yield _wrong(place, f'"{quantity}"', "quantities must match the regular expression")


def _required(field: str, why: str) -> FieldFault:
    return FieldFault(field, "FieldValueRequired", f"Required value{f': {why}' if why else ''}")


def _wrong(field: str, value: str, why: str) -> FieldFault:
    return FieldFault(field, "FieldValueInvalid", f"Invalid value: {value}: {why}")
