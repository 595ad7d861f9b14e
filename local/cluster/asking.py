"""Requests to the Kubernetes API, taken apart: what shall be done to which object."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from local.cluster import answers
from local.cluster.objects import KINDS, ObjectPlace
from local.cluster.patching import APPLY
from local.world.requests import WorldRequest

_VERBS: Final = {"POST": "create", "PUT": "update", "PATCH": "patch", "DELETE": "delete"}


class Asked(NamedTuple):
    """A request, taken apart."""

    verb: str
    """``get``, ``list``, ``watch``, ``create``, ``update``, ``patch``, ``delete``."""
    group: str
    plural: str
    namespace: str
    name: str
    subresource: str
    query: Mapping[str, str]
    applies: bool = False
    """Whether it is a server-side apply."""

    @property
    def place(self) -> ObjectPlace:
        return ObjectPlace(self.group, self.plural, self.namespace, self.name)

    @property
    def reads(self) -> bool:
        return self.verb in ("get", "list", "watch")

    @property
    def dry_run(self) -> bool:
        return self.query.get("dryRun") == "All"

    @property
    def called(self) -> str:
        return "/".join(filter(None, (self.plural, self.namespace, self.name, self.subresource)))


def taken_apart(request: WorldRequest) -> Asked:
    """Raises Refused for what is not served."""
    parts = request.path
    group, rest = ("", parts[2:]) if parts[0] == "api" else (parts[1] if len(parts) > 1 else "", parts[3:])
    namespace = ""
    if len(rest) > 2 and rest[0] == "namespaces":  # noqa: PLR2004 - namespaces/NAME/PLURAL
        namespace, rest = rest[1], rest[2:]
    plural, name, subresource = (*rest, "", "", "")[:3]
    if (group, plural) not in KINDS or parts[0] not in ("api", "apis"):
        raise answers.not_served()
    verb = _VERBS.get(request.method) or ("get" if name else "list")
    if verb == "list" and request.query.get("watch") in ("true", "1"):
        verb = "watch"
    applies = request.content_type.startswith(APPLY)
    return Asked(verb, group, plural, namespace, name, subresource, request.query, applies)
