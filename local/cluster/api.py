"""Which request gets which answer. Pure over the objects; sockets are the server's."""

import base64
import binascii
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from local.cluster import answers
from local.cluster.answers import Answer, Refused
from local.cluster.objects import KINDS, ClusterObjects, LogOf, Place
from local.cluster.selectors import by_fields, by_labels
from shared.adapters.kubernetes.kinds import SERVED

_VERSION = {"major": "1", "minor": "36", "gitVersion": "v1.36.0", "platform": "linux/amd64", "goVersion": "go1.26.6"}


class Asked(NamedTuple):
    """A read request, taken apart."""

    verb: str
    """``get`` or ``list``."""
    group: str
    plural: str
    namespace: str
    name: str
    subresource: str
    query: Mapping[str, str]


Rule = Callable[[Asked], Answer | None]


@dataclass(slots=True)
class ClusterApi:
    objects: ClusterObjects
    tokens: Mapping[str, str] = field(default_factory=dict)
    """Bearer token → user. Empty: whoever comes is let in."""
    rules: list[Rule] = field(default_factory=list)
    """Asked first, in order: the first that has an answer gives it. They may refuse, wait and lie."""
    asked: list[str] = field(default_factory=list)
    """Every target that was asked for, as it came."""
    oldest_version: int = 0
    """Continuing a list of an older version is refused: it has been compacted away."""

    def answer(self, target: str, authorization: str) -> Answer:
        self.asked.append(target)
        try:
            self._user(authorization)
            return self._found(target)
        except Refused as refusal:
            return refusal.answer

    def _user(self, authorization: str) -> str:
        user = self.tokens.get(authorization.removeprefix("Bearer ")) if self.tokens else "system:anonymous"
        if user is None:
            raise answers.unauthorized()
        return user

    def _found(self, target: str) -> Answer:
        address = urlsplit(target)
        if (known := _discovery(address.path)) is not None:
            return answers.found(known)
        asked = _asked(address.path, dict(parse_qsl(address.query, keep_blank_values=True)))
        for rule in self.rules:
            if (answer := rule(asked)) is not None:
                return answer
        if asked.subresource == "log":
            return self._log(asked)
        return answers.found(self._one(asked) if asked.name else self._list(asked))

    def _one(self, asked: Asked) -> Any:
        found = self.objects.one(Place(asked.group, asked.plural, asked.namespace, asked.name))
        if found is None:
            raise answers.not_found(asked.group, asked.plural, asked.name)
        return found

    def _list(self, asked: Asked) -> Any:
        selected = [
            item
            for item in self.objects.every(asked.group, asked.plural, asked.namespace)
            if by_labels(asked.query.get("labelSelector", ""))(item)
            and by_fields(asked.query.get("fieldSelector", ""))(item)
        ]
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

    def _log(self, asked: Asked) -> Answer:
        pod = self._one(asked._replace(subresource=""))
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
        return Answer(HTTPStatus.OK, pieces=_tail(pieces, int(lines)) if lines else pieces, kind="text/plain")


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


def _asked(path: str, query: Mapping[str, str]) -> Asked:
    parts = [unquote(part) for part in path.strip("/").split("/")]
    group, rest = ("", parts[2:]) if parts[0] == "api" else (parts[1] if len(parts) > 1 else "", parts[3:])
    namespace = ""
    if len(rest) > 2 and rest[0] == "namespaces":  # noqa: PLR2004 - namespaces/NAME/PLURAL
        namespace, rest = rest[1], rest[2:]
    plural, name, subresource = (*rest, "", "", "")[:3]
    if (group, plural) not in KINDS or parts[0] not in ("api", "apis"):
        raise answers.not_served()
    return Asked("get" if name else "list", group, plural, namespace, name, subresource, query)


def _discovery(path: str) -> Any:
    """What clients ask to learn what is served; None for every other path."""
    match path.strip("/").split("/"):
        case ["version"]:
            return _VERSION
        case ["api"]:
            return {"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": []}
        case ["apis"]:
            return {"kind": "APIGroupList", "apiVersion": "v1", "groups": [_group(name) for name in _groups()]}
        case ["api", version]:
            return _resources("", version)
        case ["apis", group, version] if group in _groups():
            return _resources(group, version)
        case _:
            return None


def _groups() -> list[str]:
    return sorted({served.group for served in SERVED.values()} - {""})


def _group(name: str) -> Any:
    version = next(served.version for served in SERVED.values() if served.group == name)
    served = {"groupVersion": f"{name}/{version}", "version": version}
    return {"name": name, "versions": [served], "preferredVersion": served}


def _resources(group: str, version: str) -> Any:
    resources = [
        {
            "name": served.plural,
            "singularName": kind.lower(),
            "namespaced": served.in_namespaces,
            "kind": kind,
            "verbs": ["get", "list"],
        }
        for kind, served in SERVED.items()
        if served.group == group
    ]
    name = f"{group}/{version}" if group else version
    return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": name, "resources": resources}


def _api_version(group: str, kind: str) -> str:
    return f"{group}/{SERVED[kind].version}" if group else SERVED[kind].version


def _without_kind(item: Mapping[str, Any]) -> dict[str, Any]:
    """Items of a list do not say what they are: the list does."""
    return {name: value for name, value in item.items() if name not in ("kind", "apiVersion")}


def _token(version: int, start: int) -> str:
    return base64.urlsafe_b64encode(
        json.dumps({"v": "meta.k8s.io/v1", "rv": version, "start": start}).encode()
    ).decode()
