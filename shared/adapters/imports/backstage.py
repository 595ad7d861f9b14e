"""Backstage ``catalog-info.yaml``: components, systems and resources are services; groups and users say whose."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.adapters.imports.backstage_entity import Entity, EntityReference, reference, references
from shared.adapters.imports.backstage_service import definition_of
from shared.adapters.imports.reading import Unusable, line_of, text, texts
from shared.adapters.imports.strict_yaml import YamlRefused, documents_of
from shared.kernel.ids import ServiceId, service_id_for
from shared.ports.imports import Document, Draft, Parsed, Setting, Trouble

SERVICES = frozenset({"component", "system", "resource"})
_PEOPLE = frozenset({"group", "user"})
_PLACEHOLDERS = ("$text", "$json", "$yaml", "$openapi", "$asyncapi")


def parse(documents: Sequence[Document], setting: Setting) -> Parsed:
    reading = _Reading(setting)
    for document in documents:
        reading.read(document)
    return reading.parsed()


@dataclass(slots=True)
class _Reading:
    setting: Setting
    entities: dict[str, Entity] = field(default_factory=dict)
    contested: set[str] = field(default_factory=set)
    troubles: list[Trouble] = field(default_factory=list)

    def read(self, document: Document) -> None:
        try:
            for found in documents_of(document.text):
                if found is not None:
                    self._entity(found, document)
        except YamlRefused as refused:
            trouble = Trouble(path=document.path, line=refused.line, code="yaml.refused", why=str(refused))
            self.troubles.append(trouble)

    def parsed(self) -> Parsed:
        drafts: list[Draft] = []
        depends = self._dependencies()
        for slug, entity in self.entities.items():
            if entity.kind in SERVICES and slug not in self.contested:
                try:
                    drafts.append(self._draft(slug, entity, depends.get(slug, {})))
                except Unusable as unusable:
                    self.troubles.append(unusable.trouble(entity.document.path, entity.line, slug))
        return Parsed(drafts=drafts, troubles=self.troubles)

    def _entity(self, found: Any, document: Document) -> None:
        try:
            entity = Entity.read(found, document)
            _refuse_foreign(entity)
        except Unusable as unusable:
            self.troubles.append(unusable.trouble(document.path, line_of(found)))
            return
        self._claim(entity)

    def _claim(self, entity: Entity) -> None:
        """Neither of two that claim one name wins: which one is right is not ours to say."""
        slug = entity.slug
        first = self.entities.setdefault(slug, entity)
        if first is entity or (first.body == entity.body and first.document.path == entity.document.path):
            return
        self.contested.add(slug)
        where = f"{first.document.path}:{first.line}"
        self.troubles.append(
            Trouble(
                path=entity.document.path,
                line=entity.line,
                code="backstage.claimed_twice",
                why=f"{where} claims it as well; neither is imported",
                conflict=True,
                slug=slug,
            )
        )

    def _dependencies(self) -> Mapping[str, Mapping[str, None]]:
        """Slug → what it depends on, in order: its own words, and those of what says it is depended on by it."""
        depends: dict[str, dict[str, None]] = {}
        for slug, entity in self.entities.items():
            own = depends.setdefault(slug, {})
            spec = entity.spec
            for each in references(spec.get("dependsOn"), "component", entity.namespace):
                if each.kind in SERVICES:
                    own[each.slug] = None
            if system := reference(spec.get("system"), "system", entity.namespace):
                own[system.slug] = None
            if whole := reference(spec.get("subcomponentOf"), "component", entity.namespace):
                own[whole.slug] = None
            for each in references(spec.get("dependencyOf"), "component", entity.namespace):
                depends.setdefault(each.slug, {})[slug] = None
        return depends

    def _draft(self, slug: str, entity: Entity, depends: Mapping[str, None]) -> Draft:
        tenant = self.setting.tenant_id
        names: dict[ServiceId, str] = {service_id_for(tenant, name): name for name in depends if name != slug}
        owner = reference(entity.spec.get("owner"), "group", entity.namespace)
        members = self._members(owner)
        definition, silent, notes = definition_of(entity, owner, members, tuple(names))
        return Draft(
            aggregate_type="service",
            slug=slug,
            definition=definition,
            path=entity.document.path,
            line=entity.line,
            silent=silent,
            notes=notes,
            names=dict(names.items()),
        )

    def _members(self, owner: EntityReference | None) -> tuple[str, ...] | None:
        """None: the files do not hold the owner, so they do not say who belongs to it."""
        if owner is None or owner.slug not in self.entities:
            return None
        if owner.kind == "user":
            return (owner.name,)
        group = self.entities[owner.slug]
        people = {name.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for name in texts(group.spec.get("members"))}
        for entity in self.entities.values():
            if entity.kind == "user":
                belongs = references(entity.spec.get("memberOf"), "group", entity.namespace)
                if any(each.slug == owner.slug for each in belongs):
                    people.add(entity.name)
        return tuple(sorted(people))


def _refuse_foreign(entity: Entity) -> None:
    if entity.kind == "location":
        raise Unusable("backstage.location", _not_followed(entity))
    if entity.kind not in SERVICES | _PEOPLE:
        raise Unusable("backstage.kind", f"{entity.kind[:60]!r} is no component, system, resource, group or user")
    if remote := next(_remote(entity.body), None):
        raise Unusable("backstage.remote", f"remote reference refused: {remote[:200]}")


def _not_followed(entity: Entity) -> str:
    targets = [*texts(entity.spec.get("target")), *texts(entity.spec.get("targets"))]
    shown = ", ".join(targets)[:200]
    if any("://" in target for target in targets) or text(entity.spec.get("type")) == "url":
        return f"remote reference refused: {shown}; give its files to the import"
    return f"a location is not followed ({shown}); give its files to the import"


def _remote(found: Any) -> Iterator[str]:
    """Placeholders by which Backstage would fetch."""
    level: list[Any] = [found]
    while level:
        inner: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                yield from (f"{key}: {text(item[key])}" for key in _PLACEHOLDERS if key in item)
            inner += item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        level = inner
