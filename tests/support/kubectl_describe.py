"""What `kubectl describe` and `kubectl logs` print of objects: their layout, and what they leave out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from shared.diagnosis.snapshot import LogTail
from tests.support.manifests import NOW

Object = Mapping[str, Any]


def session(things: Sequence[Any]) -> str:
    """Everything as somebody would paste it: a prompt, then what was printed."""
    events = [each for each in things if isinstance(each, dict) and each["kind"] == "Event"]
    parts = []
    for thing in things:
        if isinstance(thing, LogTail):
            previous = " --previous" if thing.previous else ""
            parts.append(f"$ kubectl logs {thing.pod.name} -n {thing.pod.namespace} -c {thing.container}{previous}")
            parts.append("\n".join(thing.lines))
        elif isinstance(thing, dict) and thing["kind"] != "Event":
            namespace = thing["metadata"].get("namespace", "")
            option = f" -n {namespace}" if namespace else ""
            parts.append(f"$ kubectl describe {thing['kind'].lower()} {thing['metadata']['name']}{option}")
            parts.append(described(thing, [*(each for each in events if _is_about(each, thing)), *_recorded(thing)]))
    return "\n".join(parts) + "\n"


def _recorded(thing: Object) -> Iterator[Object]:
    """The event that the job controller records when it sets a job's condition."""
    for each in (thing.get("status", {}).get("conditions") or ()) if thing["kind"] == "Job" else ():
        if each["type"] == "Failed":
            moment = each["lastTransitionTime"]
            seen = {"count": 1, "firstTimestamp": moment, "lastTimestamp": moment}
            yield {"type": "Warning", "reason": each["reason"], "message": each["message"], **seen}


def described(thing: Object, events: Sequence[Object] = ()) -> str:
    print_ = _PRINTERS.get(thing["kind"])
    body = _generic(thing) if print_ is None else [*_head(thing), *print_(thing)]
    return "\n".join([*body, *_events(events)])


def _is_about(event: Object, thing: Object) -> bool:
    about = event["involvedObject"]
    return bool(about["kind"] == thing["kind"] and about["name"] == thing["metadata"]["name"])


def _head(thing: Object) -> list[str]:
    metadata = thing["metadata"]
    labels = [f"{name}={value}" for name, value in (metadata.get("labels") or {}).items()] or ["<none>"]
    lines = [f"Name:             {metadata['name']}"]
    if metadata.get("namespace"):
        lines.append(f"Namespace:        {metadata['namespace']}")
    lines += [f"Labels:           {labels[0]}", *(f"                  {each}" for each in labels[1:])]
    return [*lines, "Annotations:      <none>"]


def _owner(thing: Object) -> list[str]:
    owners = thing["metadata"].get("ownerReferences") or ()
    return [f"Controlled By:    {owner['kind']}/{owner['name']}" for owner in owners if owner.get("controller")]


def _pod(thing: Object) -> list[str]:
    spec, status = thing["spec"], thing["status"]
    node = f"{spec['nodeName']}/10.0.0.1" if spec.get("nodeName") else "<none>"
    lines = [f"Node:             {node}", f"Status:           {status['phase']}"]
    lines += [f"{name.title()}:           {status[name]}" for name in ("reason", "message") if status.get(name)]
    lines += ["IP:               10.1.2.3", *_owner(thing)]
    for title, specs, statuses in (
        ("Init Containers", "initContainers", "initContainerStatuses"),
        ("Containers", "containers", "containerStatuses"),
    ):
        if spec.get(specs):
            known = {each["name"]: each for each in status.get(statuses) or ()}
            lines += [
                f"{title}:",
                *(line for each in spec[specs] for line in _container(each, known.get(each["name"]))),
            ]
    lines += ["Conditions:", "  Type              Status"]
    lines += [f"  {each['type']:<17} {each['status']}" for each in status.get("conditions") or ()]
    lines += ["Volumes:", *(line for each in spec.get("volumes") or () for line in _volume(each))]
    return [*lines, "QoS Class:        Burstable"]


def _container(spec: Object, status: Object | None) -> Iterator[str]:
    yield f"  {spec['name']}:"
    yield f"    Image:          {spec['image']}"
    yield "    Port:           <none>"
    if status is not None:
        yield from _state("State", status.get("state") or {})
        yield from _state("Last State", status.get("lastState") or {})
        yield f"    Ready:          {status['ready']}"
        yield f"    Restart Count:  {status['restartCount']}"
    for title in ("limits", "requests"):
        amounts = (spec.get("resources") or {}).get(title) or {}
        if amounts:
            yield f"    {title.title()}:"
            yield from (f"      {name}:  {value}" for name, value in amounts.items())
    for title, field in (("Liveness", "livenessProbe"), ("Readiness", "readinessProbe"), ("Startup", "startupProbe")):
        if spec.get(field):
            yield f"    {title}:       {_probe(spec[field])}"
    for each in spec.get("envFrom") or ():
        yield "    Environment Variables from:"
        yield from _all_of(each)
    yield "    Environment:" if spec.get("env") else "    Environment:    <none>"
    yield from (f"      {each['name']}:  {_value(each)}" for each in spec.get("env") or ())
    yield "    Mounts:         <none>"


def _all_of(source: Object) -> Iterator[str]:
    for field, word in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
        if field in source:
            optional = str(source[field].get("optional", False)).lower()
            yield f"      {source[field]['name']}  {word}  Optional: {optional}"


def _state(title: str, state: Object) -> Iterator[str]:
    for name, details in state.items():
        yield f"    {title + ':':<15} {name.title()}"
        for field, words in (("reason", "Reason"), ("message", "Message"), ("exitCode", "Exit Code")):
            if field in details and not (name == "waiting" and field == "message"):
                yield f"      {words}:  {details[field]}"
        for field, words in (("startedAt", "Started"), ("finishedAt", "Finished")):
            if field in details:
                yield f"      {words}:  {_when(details[field])}"


def _when(written: str) -> str:
    return datetime.fromisoformat(written).strftime("%a, %d %b %Y %H:%M:%S %z")


def _probe(probe: Object) -> str:
    if "httpGet" in probe:
        asked = probe["httpGet"]
        how = f"http-get http://:{asked.get('port', 80)}{asked.get('path', '/')}"
    elif "exec" in probe:
        how = f"exec [{' '.join(probe['exec'].get('command', ()))}]"
    else:
        how = f"tcp-socket :{(probe.get('tcpSocket') or {}).get('port', 80)}"
    return f"{how} delay=0s timeout=1s period=10s #success=1 #failure={probe.get('failureThreshold', 3)}"


def _value(variable: Object) -> str:
    source = variable.get("valueFrom") or {}
    for field, words in (("secretKeyRef", "in secret"), ("configMapKeyRef", "of config map")):
        if field in source:
            found = source[field]
            optional = str(found.get("optional", False)).lower()
            return f"<set to the key '{found['key']}' {words} '{found['name']}'>  Optional: {optional}"
    return str(variable.get("value", ""))


def _volume(volume: Object) -> Iterator[str]:
    yield f"  {volume['name']}:"
    if "configMap" in volume:
        yield "    Type:      ConfigMap (a volume populated by a ConfigMap)"
        yield f"    Name:      {volume['configMap']['name']}"
    elif "secret" in volume:
        yield "    Type:        Secret (a volume populated by a Secret)"
        yield f"    SecretName:  {volume['secret']['secretName']}"
    elif "persistentVolumeClaim" in volume:
        yield "    Type:       PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)"
        yield f"    ClaimName:  {volume['persistentVolumeClaim']['claimName']}"


def _conditions(thing: Object, *columns: str) -> list[str]:
    found = thing.get("status", {}).get("conditions") or ()
    lines = [[each.get(name[:1].lower() + name[1:], "") for name in columns] for each in found]
    return ["Conditions:", *_aligned([list(columns), *lines])]


def _deployment(thing: Object) -> list[str]:
    status, wanted = thing.get("status", {}), thing.get("spec", {}).get("replicas", 1)
    available = status.get("availableReplicas", 0)
    total, missing = status.get("replicas", 0), status.get("unavailableReplicas", max(0, wanted - available))
    updated = status.get("updatedReplicas", 0)
    counts = f"{wanted} desired | {updated} updated | {total} total | {available} available | {missing} unavailable"
    return [
        "Selector:         app=web",
        f"Replicas:         {counts}",
        "StrategyType:     RollingUpdate",
        "MinReadySeconds:  0",
        *_conditions(thing, "Type", "Status", "Reason"),
    ]


def _replica_set(thing: Object) -> list[str]:
    status, spec = thing.get("status", {}), thing.get("spec", {})
    wanted = spec.get("replicas", 1)
    return [
        *_owner(thing),
        f"Replicas:         {status.get('replicas', wanted)} current / {wanted} desired",
        "Pods Status:      0 Running / 1 Waiting / 0 Succeeded / 0 Failed",
        *(_conditions(thing, "Type", "Status", "Reason") if status.get("conditions") else []),
    ]


def _stateful_set(thing: Object) -> list[str]:
    wanted = thing.get("spec", {}).get("replicas", 1)
    total = thing.get("status", {}).get("replicas", wanted)
    return [
        f"Replicas:         {wanted} desired | {total} total",
        "Update Strategy:  RollingUpdate",
        "Volume Claims:    <none>",
    ]


def _job(thing: Object) -> list[str]:
    status = thing.get("status", {})
    counts = [f"{status.get(name, 0)} {name.title()}" for name in ("active", "succeeded", "failed")]
    return [
        *_owner(thing),
        "Parallelism:      1",
        "Completions:      1",
        f"Pods Statuses:    {counts[0]} (0 Ready) / {counts[1]} / {counts[2]}",
    ]


def _node(thing: Object) -> list[str]:
    allocatable = thing.get("status", {}).get("allocatable") or {"cpu": "4"}
    taints = [f"{each['key']}:{each['effect']}" for each in thing.get("spec", {}).get("taints") or ()] or ["<none>"]
    return [
        "Roles:            <none>",
        f"Taints:           {taints[0]}",
        *(f"                  {each}" for each in taints[1:]),
        f"Unschedulable:    {str(thing.get('spec', {}).get('unschedulable', False)).lower()}",
        *_conditions(thing, "Type", "Status", "LastHeartbeatTime", "LastTransitionTime", "Reason", "Message"),
        "Allocatable:",
        *(f"  {name}:  {value}" for name, value in allocatable.items()),
    ]


def _claim(thing: Object) -> list[str]:
    return [
        f"StorageClass:     {thing.get('spec', {}).get('storageClassName', '')}",
        f"Status:           {thing.get('status', {}).get('phase', '')}",
        f"Volume:           {thing.get('spec', {}).get('volumeName', '')}",
        "Access Modes:     RWO",
        "Used By:          web-0",
    ]


def _autoscaler(thing: Object) -> list[str]:
    spec, status = thing["spec"], thing["status"]
    target = spec.get("scaleTargetRef", {})
    current = status.get("currentReplicas", 0)
    desired = status.get("desiredReplicas", current)
    return [
        f"Reference:        {target.get('kind')}/{target.get('name')}",
        f"Min replicas:     {spec.get('minReplicas', 1)}",
        f"Max replicas:     {spec['maxReplicas']}",
        f"Deployment pods:  {current} current / {desired} desired",
        *_conditions(thing, "Type", "Status", "Reason", "Message"),
    ]


_PRINTERS = {
    "Pod": _pod, "Deployment": _deployment, "ReplicaSet": _replica_set, "StatefulSet": _stateful_set, "Job": _job,
    "Node": _node, "PersistentVolumeClaim": _claim, "HorizontalPodAutoscaler": _autoscaler,
}  # fmt: skip


def _generic(thing: Object) -> list[str]:
    """Fields by their names in words, as kubectl prints kinds that it has no words for."""
    metadata = thing["metadata"]
    owners = {"ownerReferences": metadata["ownerReferences"]} if metadata.get("ownerReferences") else {}
    body = {name: value for name, value in thing.items() if name not in {"metadata", "kind", "apiVersion"}}
    return [
        *_head(thing),
        f"API Version:      {thing.get('apiVersion', 'example.io/v1')}",
        f"Kind:             {thing['kind']}",
        "Metadata:",
        *_fields({"creationTimestamp": metadata.get("creationTimestamp", ""), **owners}, 2),
        *_fields(body, 0),
    ]


def _fields(values: Object, indent: int) -> Iterator[str]:
    for name, value in values.items():
        title = " " * indent + _words(name) + ":"
        if isinstance(value, dict):
            yield title
            yield from _fields(value, indent + 2)
        elif isinstance(value, list | tuple):
            yield title
            for each in value:
                yield from _fields(each, indent + 2) if isinstance(each, dict) else [" " * (indent + 2) + str(each)]
        else:
            yield f"{title}  {value}"


def _words(field: str) -> str:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", field)
    first = {"uid": "UID", "api": "API"}.get(spaced.split(" ", 1)[0], spaced[:1].upper() + spaced.split(" ", 1)[0][1:])
    return " ".join([first, *spaced.split(" ")[1:]])


def _events(events: Sequence[Object]) -> list[str]:
    if not events:
        return ["Events:           <none>"]
    rows = [["Type", "Reason", "Age", "From", "Message"], ["----", "------", "----", "----", "-------"]]
    for event in events:
        last, first = _age(event["lastTimestamp"]), _age(event["firstTimestamp"])
        age = f"{last} (x{event['count']} over {first})" if event["count"] > 1 else last
        rows.append([event["type"], event["reason"], age, "kubelet", event["message"]])
    return ["Events:", *_aligned(rows)]


def _age(written: str) -> str:
    return f"{int((NOW - datetime.fromisoformat(written)).total_seconds() // 60)}m"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns as kubectl's writer sets them, indented by two."""
    widths = [max(len(str(row[column])) for row in rows) + 2 for column in range(len(rows[0]))]
    return [
        ("  " + "".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True))).rstrip()
        for row in rows
    ]
