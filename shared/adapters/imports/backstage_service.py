"""What an entity's fields, labels and annotations say of the service that it is."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from shared.adapters.imports.backstage_entity import Entity, EntityReference
from shared.adapters.imports.reading import is_url, made, mapping, mappings, tags, text, texts
from shared.domain.service.values import (
    ExternalSchedule,
    ResourceSelector,
    ServiceDefinition,
    ServiceSignal,
    SignalKind,
)
from shared.kernel.value import Link
from shared.kernel.vocabulary import ServiceTier

#: Words of the usual tier labels; anything else is a note.
_TIERS: Mapping[str, ServiceTier] = {
    **dict.fromkeys(("critical", "tier-1", "tier1", "1", "p1", "gold", "mission-critical"), ServiceTier.CRITICAL),
    **dict.fromkeys(("standard", "tier-2", "tier2", "2", "p2", "silver", "important"), ServiceTier.STANDARD),
    **dict.fromkeys(
        ("non_critical", "non-critical", "tier-3", "tier3", "3", "tier-4", "4", "p3", "bronze", "low"),
        ServiceTier.NON_CRITICAL,
    ),
}
_TIER_KEYS = ("tier", "service-tier", "criticality", "backstage.io/tier")
_PAGERDUTY = "pagerduty.com/service-id"
_OPSGENIE = ("opsgenie.com/team", "opsgenie.com/component-selector")
#: Secrets do not belong in a catalog, and here they would be shown.
_SECRET = "pagerduty.com/integration-key"  # noqa: S105 - the name of an annotation
#: The expression in PromQL behind each of the golden signals: ``sre.ameide.io/signal-errors``.
_SIGNAL = "sre.ameide.io/signal-"
_ALWAYS_SILENT = frozenset({"runbook_ids", "slo_ids"})

Made = tuple[ServiceDefinition, frozenset[str], tuple[str, ...]]


def definition_of(
    entity: Entity, owner: EntityReference | None, members: tuple[str, ...] | None, dependencies: tuple[UUID, ...]
) -> Made:
    """The definition, the fields it is silent about, and notes. Raises Unusable."""
    notes: list[str] = []
    metadata, spec = entity.metadata, entity.spec
    annotations, labels = mapping(metadata.get("annotations")), mapping(metadata.get("labels"))
    on_call = _on_call(annotations, notes)
    tier = _tier(spec, labels, annotations, notes)
    signals = _signals(annotations)
    definition = made(
        ServiceDefinition,
        name=text(metadata.get("title")) or text(metadata.get("name")),
        kind=entity.kind,
        description=text(metadata.get("description")),
        tier=tier or ServiceTier.STANDARD,
        lifecycle=text(spec.get("lifecycle")),
        owner_team=_shown(owner),
        members=members or (),
        on_call=on_call,
        dependencies=dependencies,
        resource_selectors=_selectors(annotations),
        signals=signals,
        links=_links(metadata, notes),
        tags=tags([*texts(metadata.get("tags"))]),
    )
    silent = set(_ALWAYS_SILENT)
    silent |= {"members"} if members is None else set()
    silent |= {"on_call"} if on_call is None else set()
    silent |= {"tier"} if tier is None else set()
    silent |= {"signals"} if not signals else set()
    return definition, frozenset(silent), tuple(notes)


def _shown(owner: EntityReference | None) -> str:
    if owner is None:
        return ""
    name = owner.name if owner.namespace == "default" else f"{owner.namespace}/{owner.name}"
    return name if owner.kind == "group" else f"{owner.kind}:{name}"


def _tier(spec: Any, labels: Mapping[str, Any], annotations: Mapping[str, Any], notes: list[str]) -> ServiceTier | None:
    for place in (spec, labels, annotations):
        for key in _TIER_KEYS:
            said = text(place.get(key)).lower()
            if said in _TIERS:
                return _TIERS[said]
            if said:
                notes.append(f"tier {said[:60]!r} is none that is known here")
    return None


def _on_call(annotations: Mapping[str, Any], notes: list[str]) -> ExternalSchedule | None:
    if text(annotations.get(_SECRET)):
        notes.append(f"{_SECRET} is a secret and is not imported; name the service by {_PAGERDUTY}")
    if said := text(annotations.get(_PAGERDUTY)):
        return made(ExternalSchedule, provider="pagerduty", reference=said)
    for key in _OPSGENIE:
        if said := text(annotations.get(key)):
            return made(ExternalSchedule, provider="opsgenie", reference=said)
    return None


def _signals(annotations: Mapping[str, Any]) -> tuple[ServiceSignal, ...]:
    said = ((kind, text(annotations.get(f"{_SIGNAL}{kind}"))) for kind in SignalKind)
    return tuple(made(ServiceSignal, title=kind, kind=kind, expression=asked) for kind, asked in said if asked)


def _selectors(annotations: Mapping[str, Any]) -> tuple[ResourceSelector, ...]:
    """Each annotation says by itself which resources are meant; a namespace narrows the others."""
    namespace = text(annotations.get("backstage.io/kubernetes-namespace")) or None
    cluster = text(annotations.get("backstage.io/kubernetes-cluster")) or None
    where: dict[str, Any] = {"namespace": namespace, "cluster": cluster}
    found: list[ResourceSelector] = []
    if name := text(annotations.get("backstage.io/kubernetes-id")):
        matcher = (f'backstage.io/kubernetes-id="{_escaped(name)}"',)
        found.append(made(ResourceSelector, **where, matchers=matcher))
    if labels := _matchers(text(annotations.get("backstage.io/kubernetes-label-selector"))):
        found.append(made(ResourceSelector, **where, matchers=labels))
    if name := text(annotations.get("argocd/app-name")):
        found.append(made(ResourceSelector, kind="Application", name=name))
    if not found and any(where.values()):
        found.append(made(ResourceSelector, **where))
    return tuple(found)


def _matchers(selector: str) -> tuple[str, ...]:
    """Equality only, which is what the annotation is used for: ``app=checkout,tier!=canary``."""
    found: list[str] = []
    for part in selector.split(","):
        operator = "!=" if "!=" in part else "="
        name, _, value = part.replace("==", "=").partition(operator)
        if name.strip() and value.strip():
            found.append(f'{name.strip()}{operator}"{_escaped(value.strip())}"')
    return tuple(found)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _links(metadata: Any, notes: list[str]) -> tuple[Link, ...]:
    found: list[Link] = []
    for link in mappings(metadata.get("links")):
        url = text(link.get("url"))
        if is_url(url):
            found.append(made(Link, title=text(link.get("title"))[:200], url=url))
        else:
            notes.append(f"the link {url[:100]!r} is no web address and was left out")
    return tuple(found)
