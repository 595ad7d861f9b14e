"""What controllers say of the workloads that they drive."""

from collections.abc import Iterator

from shared.diagnosis.manifest_value import ManifestValue, condition
from shared.remediation.recovery.check_result import CheckResult, all_of, met, unmet


def observed(place: ManifestValue) -> CheckResult:
    """Whether the controller has seen the present specification; an object that counts none has nothing to be seen."""
    generation = place.at("metadata", "generation").number
    seen = place.at("status", "observedGeneration").number
    if generation is None or (seen is None and not place.at("spec", "template")):
        return met("its specification is not counted")
    told = f"generation {generation}, observed {seen if seen is not None else 'none'}"
    return met(told) if seen is not None and seen >= generation else unmet(told)


def rolled_out(place: ManifestValue) -> CheckResult:
    """Whether all replicas that are wanted are of the newest template, and none of an older one is left."""
    if not place.at("spec", "template") and not place.at("status"):
        return met("it has no replicas of its own")
    return all_of([observed(place), *_replicas(place)])


def _replicas(place: ManifestValue) -> Iterator[CheckResult]:
    daemon = place.at("status", "desiredNumberScheduled").number
    wanted = daemon if daemon is not None else place.at("spec", "replicas").number
    if wanted is None:
        return
    updated = place.at("status", "updatedReplicas" if daemon is None else "updatedNumberScheduled").number or 0
    present = place.at("status", "replicas" if daemon is None else "currentNumberScheduled").number or 0
    told = f"{updated} of {wanted} replicas updated"
    if wanted == 0:
        yield unmet("it wants no replicas")
    elif updated < wanted:
        yield unmet(told)
    elif present > updated:
        yield unmet(f"{told}, {present - updated} old ones left")
    else:
        yield met(told)


def available(place: ManifestValue) -> CheckResult:
    """Whether it has as many ready replicas as are wanted, and its controller calls it available."""
    daemon = place.at("status", "desiredNumberScheduled").number
    wanted = daemon if daemon is not None else place.at("spec", "replicas").number
    ready = place.at("status", "readyReplicas" if daemon is None else "numberReady").number or 0
    says = condition(place, "Available").at("status")
    told = f"{ready} of {wanted if wanted is not None else 'unknown'} replicas ready{_said(says)}"
    return met(told) if says.truth is not False and (wanted is None or ready >= wanted) else unmet(told)


def _said(available: ManifestValue) -> str:
    return f", Available={available.text}" if available.text else ""
