"""Milliseconds to read a case of two thousand objects from its files, against parsing the same JSON alone."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import yaml

from bench.measure import RUNS, Result, result
from shared.adapters.case_files.case import CaseFile
from shared.adapters.case_files.read_case import read_case

_AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
_NAMESPACES, _PODS = 10, 200
_DESCRIBED = """Name:             web-{number}
Namespace:        shop-{namespace}
Node:             n1/10.0.0.1
Status:           Running
Controlled By:    ReplicaSet/web-5d8f9c
Containers:
  web:
    Image:          registry.example/web:1.4.2
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       Error
      Exit Code:    1
    Ready:          False
    Restart Count:  7
Events:
  Type     Reason   Age                From     Message
  ----     ------   ----               ----     -------
  Warning  BackOff  2m (x20 over 9m)   kubelet  Back-off restarting failed container web
"""


def run() -> Iterator[Result]:
    lists = {f"ns{number}/pods": _listed(number) for number in range(_NAMESPACES)}
    written = [(f"{name}.json", json.dumps(value, indent=4)) for name, value in lists.items()]
    alone = [_milliseconds(lambda: [json.loads(text) for _, text in written]) for _ in range(RUNS)]
    yield from _measured("case files: 2,000 objects in JSON", written, alone)
    as_yaml = [(f"{name}.yaml", yaml.dump(value, Dumper=yaml.CSafeDumper)) for name, value in lists.items()]
    yield from _measured("case files: 2,000 objects in YAML", as_yaml, alone)
    pods = range(_NAMESPACES * _PODS)
    text = "".join(_DESCRIBED.format(number=number, namespace=number % _NAMESPACES) for number in pods)
    yield from _measured("case files: 2,000 descriptions", [("ticket.txt", text)], alone)


def _measured(name: str, texts: list[tuple[str, str]], alone: list[float]) -> Iterator[Result]:
    files = [CaseFile(path, text, len(text)) for path, text in texts]
    spent = [_milliseconds(lambda: read_case(files, _AT)) for _ in range(RUNS)]
    yield result(name, "ms", spent, alone, "parsing them as JSON alone")


def _milliseconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _listed(number: int) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "PodList", "items": [_pod(number, each) for each in range(_PODS)]}


def _pod(namespace: int, number: int) -> dict[str, Any]:
    metadata = {
        "name": f"web-{number}",
        "namespace": f"ns{namespace}",
        "labels": {"app": "web"},
        "resourceVersion": "7",
    }
    container = {
        "name": "web",
        "image": "registry.example/web:1.4.2",
        "env": [{"name": f"VARIABLE_{each}", "value": str(each)} for each in range(10)],
        "resources": {"limits": {"memory": "256Mi"}},
    }
    status = {
        "phase": "Running",
        "conditions": [{"type": each, "status": "True"} for each in ("Initialized", "Ready", "PodScheduled")],
        "containerStatuses": [{"name": "web", "ready": True, "restartCount": 0, "state": {"running": {}}}],
    }
    return {"metadata": metadata, "spec": {"containers": [container], "nodeName": "n1"}, "status": status}
