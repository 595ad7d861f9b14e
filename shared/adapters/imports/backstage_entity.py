"""Entities of Backstage and references between them: ``[kind:][namespace/]name``, whatever their case."""

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from shared.adapters.imports.reading import Unusable, line_of, mapping, text, texts
from shared.ports.imports import Document

_DEFAULT = "default"
_REFERENCE = re.compile(r"(?:(?P<kind>[a-z][a-z0-9]*):)?(?:(?P<namespace>[a-z0-9][a-z0-9.-]*)/)?(?P<name>[a-z0-9._-]+)")
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")
_VERSION = re.compile(r"backstage\.io/v1(?:alpha1|beta[12])")


class EntityReference(NamedTuple):
    kind: str
    namespace: str
    name: str

    @property
    def slug(self) -> str:
        """A component of the default namespace is its name; everything else is its whole reference."""
        if (self.kind, self.namespace) == ("component", _DEFAULT):
            return self.name
        return f"{self.kind}:{self.namespace}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    kind: str
    namespace: str
    name: str
    body: dict[str, Any]
    document: Document

    @classmethod
    def read(cls, found: Any, document: Document) -> "Entity":
        """Raises Unusable."""
        metadata = mapping(mapping(found).get("metadata"))
        if not _VERSION.fullmatch(text(mapping(found).get("apiVersion"))):
            raise Unusable("backstage.not_an_entity", "no entity: apiVersion is not backstage.io/v1alpha1 or v1beta1")
        kind, name = text(found.get("kind")).lower(), text(metadata.get("name"))
        if not kind or not _NAME.fullmatch(name):
            raise Unusable("backstage.not_an_entity", "no entity: it needs a kind and a name of 63 characters at most")
        namespace = text(metadata.get("namespace")).lower() or _DEFAULT
        if not _NAME.fullmatch(namespace):
            raise Unusable("backstage.not_an_entity", f"{namespace[:80]!r} is no namespace")
        return cls(kind=kind, namespace=namespace, name=name.lower(), body=found, document=document)

    @property
    def slug(self) -> str:
        return EntityReference(self.kind, self.namespace, self.name).slug

    @property
    def line(self) -> int | None:
        return line_of(self.body)

    @property
    def metadata(self) -> Any:
        return mapping(self.body.get("metadata"))

    @property
    def spec(self) -> Any:
        return mapping(self.body.get("spec"))


def reference(value: Any, kind: str, namespace: str) -> EntityReference | None:
    """What it leaves out is said by where it stands. None: there is none, or it cannot be one."""
    found = _REFERENCE.fullmatch(text(value).lower())
    if found is None:
        return None
    return EntityReference(found["kind"] or kind, found["namespace"] or namespace, found["name"])


def references(value: Any, kind: str, namespace: str) -> list[EntityReference]:
    return [found for each in texts(value) if (found := reference(each, kind, namespace)) is not None]
