"""What must be true of single objects for their faults to count as mended: claims, certificates, autoscalers, jobs."""

from collections.abc import Callable, Iterator
from typing import Final

from shared.diagnosis.faults.dns import is_server
from shared.diagnosis.manifest_value import ManifestValue, condition
from shared.diagnosis.snapshot import ObjectKey
from shared.remediation.preconditions import AnsweredFault
from shared.remediation.recovery.check_result import CheckResult, all_of, met, named, unmet
from shared.remediation.recovery.look import Look
from shared.remediation.recovery.of_pods import started, workload
from shared.remediation.recovery.workloads import available, rolled_out

_DRIVEN: Final = ("Deployment", "StatefulSet", "DaemonSet", "Rollout")
_SERVICE_NAME: Final = "kubernetes.io/service-name"


def volume(look: Look, broken: AnsweredFault) -> CheckResult:
    """A claim is Bound and mounted; of a workload whose pods wait for a volume, the pods have started."""
    if broken.kind != "PersistentVolumeClaim":
        return started(look, look.pods_of(broken) or look.pods_concerned, broken.namespace)
    users = [
        pod for pod in look.seen.living_pods if any(claim[1:4] == broken.thing for _, claim in pod.claims())
    ] or look.pods_concerned
    return all_of([_each(look, broken, _bound), started(look, users, broken.namespace)])


def quota(look: Look, broken: AnsweredFault) -> CheckResult:
    """Whoever was refused pods has them: the workload itself, or those of the quota's namespace."""
    if broken.kind in _DRIVEN:
        return all_of(workload(look, broken))
    names = {(ref.namespace, ref.name) for ref in look.concerned}
    driven = [
        (observed.key, place)
        for observed, place in look.seen.of_kind(*_DRIVEN)
        if observed.key.namespace == broken.namespace and place.at("status")
    ]
    chosen = [each for each in driven if (each[0].namespace, each[0].name) in names] or driven
    if not chosen:
        return look.not_read("workloads", broken.namespace)
    return all_of(_called(key, rolled_out(place)) for key, place in chosen)


def rollout_stuck(look: Look, broken: AnsweredFault) -> CheckResult:
    places = [place for _, place in look.places(*broken.thing)]
    return all_of([*workload(look, broken), *map(available, places)]) if places else look.not_there(*broken.thing)


def hpa_at_maximum(look: Look, broken: AnsweredFault) -> CheckResult:
    return _each(look, broken, _below_maximum)


def sync_failed(look: Look, broken: AnsweredFault) -> CheckResult:
    """The operation ended well; which revision it has to be, the plan's outcome says."""
    return _each(look, broken, _operated)


def job_failed(look: Look, broken: AnsweredFault) -> CheckResult:
    """The newest run has completed; of a schedule, a run since the plan was carried out."""
    jobs = [
        (observed.key, place)
        for observed, place in look.seen.of_kind("Job")
        if broken.thing in {observed.key[1:4], look.seen.root_of(observed)[1:4]}
    ]
    if not jobs:
        return look.not_there(*broken.thing)
    key, newest = max(jobs, key=lambda each: (each[1].at("metadata", "creationTimestamp").text, each[0]))
    complete = condition(newest, "Complete").at("status").truth is True
    said = [each.at("type").text for each in newest.at("status", "conditions").each() if each.at("status").truth]
    told = f"Job {key.name}: {named(said) or 'has not ended'}"
    return met(told) if complete else unmet(told)


def certificate(look: Look, broken: AnsweredFault) -> CheckResult:
    """The certificate is Ready and ends later than now; of an issuer, it is Ready and so are those it has to issue."""
    if broken.kind == "Certificate":
        return _each(look, broken, lambda place: _issued(look, place))
    waiting = [
        _called(observed.key, _issued(look, place))
        for observed, place in look.seen.of_kind("Certificate")
        if place.at("spec", "issuerRef", "name").text == broken.name
    ]
    return all_of([_each(look, broken, _is_ready), *waiting])


def dns(look: Look, broken: AnsweredFault) -> CheckResult:
    """The servers of the cluster's names are Ready, and their service has ready endpoints."""
    servers = [pod for pod in look.seen.living_pods if is_server(pod)]
    if not servers:
        return look.not_read("pods", broken.namespace)
    down = [pod.key.name for pod in servers if pod.is_ready is not True]
    told = f"{len(servers) - len(down)} of {len(servers)} servers Ready"
    ready = unmet(f"{told}: not {named(down)}") if down else met(told)
    return all_of([*workload(look, broken), ready, *_of_service(look, broken.namespace)])


def _each(look: Look, broken: AnsweredFault, check: Callable[[ManifestValue], CheckResult]) -> CheckResult:
    places = look.places(*broken.thing)
    return all_of(check(place) for _, place in places) if places else look.not_there(*broken.thing)


def _called(key: ObjectKey, result: CheckResult) -> CheckResult:
    return CheckResult(result.holds, f"{key.kind} {key.name}: {result.seen}")


def _bound(place: ManifestValue) -> CheckResult:
    phase = place.at("status", "phase").text or "of unknown phase"
    return met(phase) if phase == "Bound" else unmet(phase)


def _below_maximum(place: ManifestValue) -> CheckResult:
    current, most = place.at("status", "currentReplicas").number, place.at("spec", "maxReplicas").number
    told = f"{current} of at most {most} replicas"
    return met(told) if current is not None and most is not None and current < most else unmet(told)


def _operated(place: ManifestValue) -> CheckResult:
    state, status = place.at("status", "operationState"), place.at("status", "sync", "status").text
    phase, health = state.at("phase").text, place.at("status", "health", "status").text
    told = f"operation {phase or 'none'}, {status or 'not compared'}, {health or 'of unknown health'}"
    return met(told) if (phase, status, health) == ("Succeeded", "Synced", "Healthy") else unmet(told)


def _is_ready(place: ManifestValue) -> CheckResult:
    said = condition(place, "Ready")
    told = f"Ready={said.at('status').text or 'unknown'} {said.at('reason').text}".rstrip()
    return met(told) if said.at("status").truth is True else unmet(told)


def _issued(look: Look, place: ManifestValue) -> CheckResult:
    ends = place.at("status", "notAfter").moment
    told = f"valid until {ends:%Y-%m-%d %H:%M} UTC" if ends else "never issued"
    later = met(told) if ends and ends > look.seen.now else unmet(told)
    return all_of([_is_ready(place), later])


def _of_service(look: Look, namespace: str) -> Iterator[CheckResult]:
    slices = [
        place
        for observed, place in look.seen.of_kind("EndpointSlice")
        if observed.key.namespace == namespace and "dns" in place.at("metadata", "labels", _SERVICE_NAME).text
    ]
    states = [
        each.at("conditions", "ready").truth is not False for one in slices for each in one.at("endpoints").each()
    ]
    if slices:
        told = f"{sum(states)} of {len(states)} endpoints ready"
        yield met(told) if any(states) else unmet(told)
