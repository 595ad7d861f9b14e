"""Whose an alert or an affected resource is: the service that a label names, else the one whose selector fits best."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.kernel.ids import ServiceId
from shared.kernel.label_names import in_our_words
from shared.kernel.service_names import Naming, namings_of
from shared.kernel.vocabulary import ResourceRef
from shared.projections.service_catalog.naming import NamedService, first_named
from shared.projections.service_catalog.resource import Resource
from shared.projections.service_catalog.selector_resolution import Claim, best_of

_LONGEST_REASON = 500
_LONGEST_SHOWN = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedSubject:
    """What is known of one thing that is ill. ``told`` says in words where that is known from."""

    told: str
    namings: tuple[Naming, ...]
    resources: tuple[Resource, ...]
    """The thing itself, and what its labels name besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    service_id: ServiceId
    because: str


def subject_of_alert(
    name: str, labels: Mapping[str, str], environment: str | None, named: Sequence[ResourceRef]
) -> OwnedSubject:
    """``named``: the resources that its labels name."""
    meant = in_our_words(labels)
    place = Resource(
        namespace=labels.get("exported_namespace") or meant.get("namespace") or None,
        cluster=meant.get("cluster") or None,
        environment=environment,
        labels=meant,
    )
    resources = (place, *(_resource(ref, meant) for ref in named))
    return OwnedSubject(told=f"alert {name}", namings=namings_of(labels), resources=resources)


def subject_of_resource(ref: ResourceRef) -> OwnedSubject:
    namings = (Naming("service", ref.name),) if ref.kind.lower() in ("service", "application", "component") else ()
    return OwnedSubject(told=f"{ref.kind} {ref.name}", namings=namings, resources=(_resource(ref, {}),))


def owner_of(subject: OwnedSubject, named: Mapping[str, NamedService], claims: Sequence[Claim]) -> Owner | None:
    """``named`` by ``name_key``. The name of what only tells of others, an exporter's, comes after the selectors."""
    own = [naming for naming in subject.namings if not naming.tells_of_others]
    last = [naming for naming in subject.namings if naming.tells_of_others]
    return (
        _by_name(subject, first_named(own, named))
        or _by_selector(subject, best_of(subject.resources, claims))
        or _by_name(subject, first_named(last, named))
    )


def _by_name(subject: OwnedSubject, found: tuple[Naming, NamedService] | None) -> Owner | None:
    if found is None:
        return None
    naming, service = found
    because = f"{service.slug}: {naming.label}={naming.value[:_LONGEST_SHOWN]} of {subject.told} names it"
    return Owner(service_id=service.service_id, because=because[:_LONGEST_REASON])


def _by_selector(subject: OwnedSubject, claim: Claim | None) -> Owner | None:
    if claim is None:
        return None
    given = claim.selector.model_dump(mode="json", exclude_defaults=True)
    said = ", ".join(f"{field}: {value}" for field, value in given.items())[: 2 * _LONGEST_SHOWN]
    because = f"{claim.slug}: its selector ({said}) matches {subject.told}"
    return Owner(service_id=claim.service_id, because=because[:_LONGEST_REASON])


def _resource(ref: ResourceRef, labels: Mapping[str, str]) -> Resource:
    return Resource(
        kind=ref.kind,
        namespace=ref.namespace,
        name=ref.name,
        cluster=ref.cluster,
        environment=ref.environment,
        labels=labels,
    )
