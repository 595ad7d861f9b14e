"""Objects, lists page by page, logs and changes, as the Kubernetes API gives them."""

import base64
import binascii
import json
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from local.cluster import answers
from local.cluster.asking import Asked
from local.cluster.objects import KINDS, ClusterObjects, LogOf, Manifest, ObjectPlace
from local.cluster.selectors import by_fields, by_labels
from local.world.requests import WorldAnswer
from shared.adapters.kubernetes.kinds import SERVED

#: Seconds for which somebody watches who does not say for how long, and between two looks for those who hang up.
_WATCH_S: Final = 300.0
_LOOK_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class ClusterReads:
    objects: ClusterObjects
    oldest_version: int = 0
    """Continuing a list of an older version is refused: it has been compacted away."""

    def one(self, asked: Asked) -> Manifest:
        """Raises Refused."""
        found = self.objects.one(asked.place)
        if found is None:
            raise answers.not_found(asked.group, asked.plural, asked.name)
        return found

    def page(self, asked: Asked) -> Manifest:
        """Raises Refused."""
        selected = self._selected(asked)
        version, start = self._continued(asked.query.get("continue", ""))
        limit = int(asked.query.get("limit") or 0) or len(selected)
        kind = KINDS[asked.group, asked.plural]
        page = [_without_kind(item) for item in selected[start : start + limit]]
        metadata: dict[str, Any] = {"resourceVersion": str(version)}
        if start + limit < len(selected):
            metadata["continue"] = _token(version, start + limit)
            if not asked.query.get("labelSelector") and not asked.query.get("fieldSelector"):
                metadata["remainingItemCount"] = len(selected) - start - limit
        return {
            "kind": f"{kind}List",
            "apiVersion": _api_version(asked.group, kind),
            "metadata": metadata,
            "items": page,
        }

    def log(self, asked: Asked) -> WorldAnswer:
        """Raises Refused."""
        pod = self.one(asked)
        container = asked.query.get("container") or pod["spec"]["containers"][0]["name"]
        previous = asked.query.get("previous") == "true"
        pieces = self.objects.log(LogOf(asked.namespace, asked.name, container, previous))
        if pieces is None and previous:
            raise answers.bad_request(f'previous terminated container "{container}" in pod "{asked.name}" not found')
        if pieces is None:
            raise answers.bad_request(
                f'container "{container}" in pod "{asked.name}" is waiting to start: {_waits(pod)}'
            )
        lines = asked.query.get("tailLines")
        return WorldAnswer(HTTPStatus.OK, pieces=_tail(pieces, int(lines)) if lines else pieces, kind="text/plain")

    def watch(self, asked: Asked) -> Iterator[bytes]:
        """Tells changes as they come: what is there first, where no version is named to begin after."""
        until = time.monotonic() + float(asked.query.get("timeoutSeconds") or _WATCH_S)
        after = int(asked.query.get("resourceVersion") or 0)
        if not after:
            after = self.objects.version
            yield from (_line("ADDED", item) for item in self._selected(asked))
        takes = _taking(asked)
        while time.monotonic() < until:
            with self.objects.changed:
                known = list(self.objects.changes)
            if known and known[0].version > after + 1 and len(known) == self.objects.changes.maxlen:
                yield _line("ERROR", json.loads(answers.expired().answer.body))
                return
            for change in known:
                if change.version > after and _is_of(change.place, asked) and takes(change.manifest):
                    yield _line(change.kind, change.manifest)
            after = max([after, *(change.version for change in known)])
            with self.objects.changed:
                if self.objects.version == after:
                    self.objects.changed.wait(min(_LOOK_S, max(0.0, until - time.monotonic())))

    def _selected(self, asked: Asked) -> list[Manifest]:
        takes = _taking(asked)
        return [item for item in self.objects.every(asked.group, asked.plural, asked.namespace) if takes(item)]

    def _continued(self, token: str) -> tuple[int, int]:
        if not token:
            return self.objects.version, 0
        try:
            read = json.loads(base64.urlsafe_b64decode(token))
        except (ValueError, binascii.Error):
            raise answers.bad_request("continue key is not valid") from None
        if read["rv"] < self.oldest_version:
            raise answers.expired()
        return read["rv"], read["start"]


def _is_of(place: ObjectPlace, asked: Asked) -> bool:
    return place[:2] == (asked.group, asked.plural) and asked.namespace in ("", place.namespace)


def _taking(asked: Asked) -> Callable[[Manifest], bool]:
    labels, fields = by_labels(asked.query.get("labelSelector", "")), by_fields(asked.query.get("fieldSelector", ""))
    return lambda item: labels(item) and fields(item)


def _tail(pieces: Iterable[bytes], lines: int) -> Iterator[bytes]:
    last: deque[bytes] = deque(maxlen=lines)
    open_line = b""
    for piece in pieces:
        *ended, open_line = (open_line + piece).split(b"\n")
        last.extend(line + b"\n" for line in ended)
    if open_line:
        last.append(open_line)
    yield from last


def _waits(pod: Mapping[str, Any]) -> str:
    for status in pod.get("status", {}).get("containerStatuses", []):
        if waiting := status.get("state", {}).get("waiting"):
            return str(waiting.get("reason"))
    return "PodInitializing"


def _line(kind: str, manifest: Mapping[str, Any]) -> bytes:
    return json.dumps({"type": kind, "object": manifest}).encode() + b"\n"


def _api_version(group: str, kind: str) -> str:
    return f"{group}/{SERVED[kind].version}" if group else SERVED[kind].version


def _without_kind(item: Mapping[str, Any]) -> dict[str, Any]:
    """Items of a list do not say what they are: the list does."""
    return {name: value for name, value in item.items() if name not in ("kind", "apiVersion")}


def _token(version: int, start: int) -> str:
    return base64.urlsafe_b64encode(
        json.dumps({"v": "meta.k8s.io/v1", "rv": version, "start": start}).encode()
    ).decode()
