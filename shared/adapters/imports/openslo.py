"""OpenSLO v1: objectives with their indicators, windows and alert conditions, in one file or by reference."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.adapters.imports.openslo_alerting import burn_policy
from shared.adapters.imports.openslo_indicator import indicator_of
from shared.adapters.imports.openslo_settings import with_settings
from shared.adapters.imports.openslo_window import window_of
from shared.adapters.imports.reading import Unusable, line_of, made, mapping, mappings, slug_from, tags, text
from shared.adapters.imports.strict_yaml import YamlRefused, documents_of
from shared.adapters.imports.targets import percent_of
from shared.domain.service.values import ServiceDefinition
from shared.domain.slo.values import Budgeting, SLODefinition
from shared.kernel.ids import service_id_for
from shared.ports.imports import Document, Draft, Parsed, Setting, Trouble

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
#: Read because others refer to them; they make nothing by themselves.
_REFERRED = frozenset({"SLI", "AlertPolicy", "AlertCondition", "DataSource"})
_KINDS = _REFERRED | {"SLO", "Service"}
_BUDGETING = {"Occurrences": Budgeting.OCCURRENCES, "Timeslices": Budgeting.TIMESLICES}


@dataclass(frozen=True, slots=True)
class Found:
    kind: str
    name: str
    body: Mapping[str, Any]
    document: Document

    @property
    def spec(self) -> Mapping[str, Any]:
        return mapping(self.body.get("spec"))

    @property
    def metadata(self) -> Mapping[str, Any]:
        return mapping(self.body.get("metadata"))

    @property
    def title(self) -> str:
        return text(self.metadata.get("displayName")) or self.name


def parse(documents: Sequence[Document], setting: Setting) -> Parsed:
    reading = _Reading(setting)
    for document in documents:
        reading.read(document)
    drafts = [draft for found in reading.found.values() for draft in reading.drafts_of(found)]
    return Parsed(drafts=drafts, troubles=reading.troubles)


@dataclass(slots=True)
class _Reading:
    setting: Setting
    found: dict[tuple[str, str], Found] = field(default_factory=dict)
    contested: set[tuple[str, str]] = field(default_factory=set)
    troubles: list[Trouble] = field(default_factory=list)

    def read(self, document: Document) -> None:
        try:
            for each in documents_of(document.text):
                if each is not None:
                    self._take(each, document)
        except YamlRefused as refused:
            trouble = Trouble(path=document.path, line=refused.line, code="yaml.refused", why=str(refused))
            self.troubles.append(trouble)

    def drafts_of(self, found: Found) -> list[Draft]:
        """A thing that cannot be used costs itself only."""
        if (found.kind, found.name) in self.contested:
            return []
        try:
            if found.kind == "Service":
                return [self._service(found)]
            return self._objectives(found) if found.kind == "SLO" else []
        except Unusable as unusable:
            self.troubles.append(unusable.trouble(found.document.path, line_of(found.body), slug_from(found.name)))
            return []

    def spec_named(self, kind: str, name: str) -> Mapping[str, Any]:
        """Raises Unusable."""
        if (kind, name) not in self.found or (kind, name) in self.contested:
            raise Unusable("openslo.reference", f"there is no {kind} {name[:100]!r} among the files")
        return self.found[kind, name].spec

    def _take(self, each: Any, document: Document) -> None:
        try:
            found = _read(each, document)
        except Unusable as unusable:
            self.troubles.append(unusable.trouble(document.path, line_of(each)))
            return
        first = self.found.setdefault((found.kind, found.name), found)
        if first is found or (first.document.path == document.path and first.body == found.body):
            return
        self.contested.add((found.kind, found.name))
        self.troubles.append(
            Trouble(
                path=document.path,
                line=line_of(each),
                code="openslo.claimed_twice",
                why=f"{found.kind} {found.name} is also in {first.document.path}; neither is imported",
                conflict=True,
                slug=slug_from(found.name),
            )
        )

    def _service(self, found: Found) -> Draft:
        definition = made(ServiceDefinition, name=found.title, description=text(found.spec.get("description")))
        return Draft(
            aggregate_type="service",
            slug=slug_from(found.name),
            definition=definition,
            path=found.document.path,
            line=line_of(found.body),
            only_if_missing=True,
        )

    def _objectives(self, found: Found) -> list[Draft]:
        objectives = mappings(found.spec.get("objectives")) or [{}]
        drafts: dict[str, Draft] = {}
        for number, objective in enumerate(objectives, start=1):
            suffix = slug_from(text(objective.get("displayName"))).replace("/", "-") or str(number)
            slug = slug_from(found.name if len(objectives) == 1 else f"{found.name}-{suffix}")
            slug = slug if slug not in drafts else f"{slug}-{number}"
            try:
                drafts[slug] = self._objective(found, objective, slug, several=len(objectives) > 1)
            except Unusable as unusable:
                self.troubles.append(unusable.trouble(found.document.path, line_of(objective), slug))
        return list(drafts.values())

    def _objective(self, found: Found, objective: Mapping[str, Any], slug: str, *, several: bool) -> Draft:
        notes: list[str] = []
        spec = found.spec
        title = f"{found.title}: {text(objective.get('displayName')) or slug}" if several else found.title
        service = text(spec.get("service"))
        service_id = service_id_for(self.setting.tenant_id, slug_from(service)) if service else None
        budgeting = _budgeting(spec)
        slice_target = _percent(objective.get("timeSliceTarget"), 100) if budgeting is Budgeting.TIMESLICES else None
        definition = made(
            SLODefinition,
            name=title,
            description=text(spec.get("description")),
            service_id=service_id,
            target=_target(objective),
            window=window_of(spec, notes),
            indicator=indicator_of(self._indicator(spec, objective), self.spec_named, notes),
            budgeting=budgeting,
            timeslice_target=slice_target,
            burn_policy=burn_policy(spec, self.spec_named, notes),
            owner=text(mapping(found.metadata.get("labels")).get("owner")),
            tags=tags(_labels(found.metadata)),
        )
        return Draft(
            aggregate_type="slo",
            slug=slug,
            definition=with_settings(definition, found.metadata),
            path=found.document.path,
            line=line_of(found.body),
            notes=tuple(notes),
            names={} if service_id is None else {service_id: slug_from(service)},
            silent=frozenset() if service else frozenset({"service_id"}),
        )

    def _indicator(self, spec: Mapping[str, Any], objective: Mapping[str, Any]) -> Mapping[str, Any]:
        for place in (objective, spec):
            if isinstance(place.get("indicator"), dict):
                return mapping(place["indicator"].get("spec"))
            if name := text(place.get("indicatorRef")):
                return self.spec_named("SLI", name)
        raise Unusable("openslo.indicator", "it has neither an indicator nor an indicatorRef")


def _read(each: Any, document: Document) -> Found:
    body = mapping(each)
    kind, name = text(body.get("kind")), text(mapping(body.get("metadata")).get("name"))
    version = text(body.get("apiVersion"))
    if version != "openslo/v1":
        raise Unusable("openslo.version", f"apiVersion is {version[:60]!r}, not openslo/v1")
    if kind not in _KINDS:
        raise Unusable("openslo.kind", f"{kind[:60]!r} has no counterpart here")
    if not _NAME.fullmatch(name):
        raise Unusable("openslo.name", f"{name[:80]!r} is no name")
    return Found(kind, name, body, document)


def _budgeting(spec: Mapping[str, Any]) -> Budgeting:
    method = text(spec.get("budgetingMethod")) or "Occurrences"
    if method not in _BUDGETING:
        raise Unusable("openslo.budgeting", f"{method[:60]!r} cannot be expressed: Occurrences and Timeslices can")
    return _BUDGETING[method]


def _target(objective: Mapping[str, Any]) -> float:
    if text(objective.get("targetPercent")):
        return _percent(objective["targetPercent"], 1)
    return _percent(objective.get("target"), 100)


def _percent(value: Any, factor: int) -> float:
    return percent_of(value, factor, "openslo.target")


def _labels(metadata: Mapping[str, Any]) -> list[str]:
    """``team: payments`` is ``team:payments``; a label may have several values."""
    found: list[str] = []
    for key, value in mapping(metadata.get("labels")).items():
        values = value if isinstance(value, list) else [value]
        found += [f"{key}:{text(each)}"[:100] for each in values if text(each)]
    return found
