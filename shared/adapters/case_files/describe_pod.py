"""`kubectl describe pod` as the part of the pod's manifest that it shows."""

import re
from typing import Any

from shared.adapters.case_files.manifests import condition, filled, number, said
from shared.adapters.case_files.sections import Section, table
from shared.adapters.case_files.times import written

_FROM_KEY = re.compile(r"<set to the key '([^']+)' (?:in|of) (secret|config map) '([^']+)'>")
_PROBE = re.compile(r"(http-get|tcp-socket|exec|grpc)\s+(\[.*?\]|\S+)")
_TIMING = re.compile(r"(delay|timeout|period|#success|#failure)=(\d{1,7})")
_TIMINGS = {
    "delay": "initialDelaySeconds", "timeout": "timeoutSeconds", "period": "periodSeconds",
    "#success": "successThreshold", "#failure": "failureThreshold",
}  # fmt: skip
_SOURCES = {"Secret": ("secret", "secretName"), "ConfigMap": ("configMap", "name")}
_KEYS = {"Secret": ("SecretName", "Name"), "ConfigMap": ("Name", "ConfigMapName")}


def pod(top: Section) -> dict[str, Any]:
    """Spec and status; a pod's template in a workload is read the same way, without its status."""
    spec = pod_spec(top) | filled(
        {
            "nodeName": said(top.value_of("Node").split("/", 1)[0]),
            "priorityClassName": said(top.value_of("Priority Class Name")),
        }
    )
    status = {
        "phase": _phase(top.value_of("Status")),
        "reason": said(top.value_of("Reason")),
        "message": said(top.value_of("Message")),
        "qosClass": said(top.value_of("QoS Class")),
        "startTime": written(top.value_of("Start Time")),
        "podIP": said(top.value_of("IP")),
        "conditions": _conditions(top),
        "initContainerStatuses": [_status(each) for each in _containers(top, "Init Containers")],
        "containerStatuses": [_status(each) for each in _containers(top, "Containers")],
        "ephemeralContainerStatuses": [_status(each) for each in _containers(top, "Ephemeral Containers")],
    }
    return {"spec": spec, "status": filled(status)}


def is_ending(top: Section) -> bool:
    return top.value_of("Status").startswith("Terminating")


def pod_spec(top: Section) -> dict[str, Any]:
    return filled(
        {
            "initContainers": [_container(each) for each in _containers(top, "Init Containers")],
            "containers": [_container(each) for each in _containers(top, "Containers")],
            "volumes": [_volume(each) for each in top.below_of("Volumes") if each.below],
            "nodeSelector": pairs(top, "Node-Selectors"),
            "serviceAccountName": said(top.value_of("Service Account")),
        }
    )


def pairs(top: Section, name: str) -> dict[str, str]:
    """Labels and the like: ``app=web`` behind the name and on the lines below."""
    section = top.get(name)
    found = [each.partition("=") for each in section.values()] if section is not None else []
    return {key: value for key, equals, value in found if equals}


def _phase(text: str) -> str:
    return "" if text.startswith("Terminating") else said(text.split(" ", 1)[0])


def _containers(top: Section, name: str) -> list[Section]:
    return [each for each in top.below_of(name) if each.name and each.below]


def _container(section: Section) -> dict[str, Any]:
    return filled(
        {
            "name": section.name,
            "image": said(section.value_of("Image")),
            "command": _words(section, "Command"),
            "args": _words(section, "Args"),
            "ports": _ports(section.value_of("Port", "Ports")),
            "env": [_variable(each) for each in section.below_of("Environment") if each.name],
            "envFrom": [found for each in section.below_of("Environment Variables from") if (found := _all_of(each))],
            "resources": {"limits": _amounts(section, "Limits"), "requests": _amounts(section, "Requests")},
            "livenessProbe": _probe(section.value_of("Liveness")),
            "readinessProbe": _probe(section.value_of("Readiness")),
            "startupProbe": _probe(section.value_of("Startup")),
            "volumeMounts": [found for each in section.below_of("Mounts") if (found := _mount(each.text))],
        }
    )


def _status(section: Section) -> dict[str, Any]:
    ready = section.value_of("Ready")
    return filled(
        {
            "name": section.name,
            "image": said(section.value_of("Image")),
            "imageID": said(section.value_of("Image ID")),
            "ready": ready == "True" if ready in {"True", "False"} else None,
            "restartCount": number(section.value_of("Restart Count")),
            "state": _state(section.get("State")),
            "lastState": _state(section.get("Last State")),
        }
    )


def _state(section: Section | None) -> dict[str, Any]:
    """Running has nothing below where its start is not shown; that it runs is said all the same."""
    if section is None or not section.value:
        return {}
    details = filled(
        {
            "reason": said(section.value_of("Reason")),
            "message": said(section.value_of("Message")),
            "exitCode": number(section.value_of("Exit Code")),
            "signal": number(section.value_of("Signal")),
            "startedAt": written(section.value_of("Started")),
            "finishedAt": written(section.value_of("Finished")),
        }
    )
    return {section.value.lower(): details or {"reason": ""}}


def _conditions(top: Section) -> list[dict[str, str]]:
    section = top.get("Conditions")
    found = table([text for _, text in section.lines()]) if section is not None else []
    return [
        condition(row["Type"], row["Status"], row.get("Reason", ""), row.get("Message", ""))
        for row in found
        if row.get("Type") and row.get("Status")
    ]


def _words(section: Section, name: str) -> list[str]:
    found = section.get(name)
    return found.values() if found is not None else []


def _ports(text: str) -> list[dict[str, Any]]:
    found = [each.strip().partition("/") for each in said(text).split(",")]
    return [{"containerPort": int(port), "protocol": of} for port, _, of in found if port.isdecimal() and int(port) > 0]


def _amounts(section: Section, name: str) -> dict[str, str]:
    return {each.name: each.value for each in section.below_of(name) if each.name}


def _variable(section: Section) -> dict[str, Any]:
    """A value, or the key of a secret or config map that it is taken from."""
    found = _FROM_KEY.match(section.value)
    if found is None:
        return {"name": section.name, "value": section.value}
    reference = "secretKeyRef" if found[2] == "secret" else "configMapKeyRef"
    optional = {"optional": True} if "Optional: true" in section.value else {}
    return {"name": section.name, "valueFrom": {reference: {"name": found[3], "key": found[1]} | optional}}


def _all_of(section: Section) -> dict[str, Any]:
    words = section.text.split()
    if len(words) < 2 or words[1] not in _SOURCES:  # noqa: PLR2004 - a name and what it is
        return {}
    optional = {"optional": True} if "Optional: true" in section.text else {}
    return {f"{_SOURCES[words[1]][0]}Ref": {"name": words[0]} | optional}


def _probe(text: str) -> dict[str, Any]:
    found = _PROBE.search(text)
    if found is None:
        return {}
    timing = {_TIMINGS[name]: int(seconds) for name, seconds in _TIMING.findall(text)}
    return {**_action(found[1], found[2]), **timing}


def _action(how: str, target: str) -> dict[str, Any]:
    if how == "exec":
        return {"exec": {"command": target.strip("[]").split()}}
    address = target.partition("://")[2] or target
    host_port, slash, path = address.partition("/")
    port = host_port.rpartition(":")[2]
    where = {"port": int(port) if port.isdecimal() else port}
    if how == "http-get":
        return {"httpGet": filled({"path": slash + path, **where, "scheme": target.partition("://")[0].upper()})}
    return {"tcpSocket" if how == "tcp-socket" else "grpc": where}


def _mount(text: str) -> dict[str, Any]:
    path, _, rest = text.strip().partition(" from ")
    name = rest.split(" ", 1)[0]
    return filled({"name": name, "mountPath": path, "readOnly": True if "(ro" in rest else None}) if name else {}


def _volume(section: Section) -> dict[str, Any]:
    kind = section.value_of("Type").split(" ", 1)[0]
    optional = True if section.value_of("Optional") == "true" else None
    if kind in _SOURCES:
        name, field = _SOURCES[kind]
        source = {field: section.value_of(*_KEYS[kind]), "optional": optional}
        return filled({"name": section.name, name: source})
    if kind == "PersistentVolumeClaim":
        return {"name": section.name, "persistentVolumeClaim": {"claimName": section.value_of("ClaimName")}}
    if kind == "Projected":
        sources = [
            {_SOURCES[each][0]: {"name": section.value_of(f"{each}Name")}}
            for each in _SOURCES
            if said(section.value_of(f"{each}Name"))
        ]
        return {"name": section.name, "projected": {"sources": sources}}
    return {"name": section.name}
