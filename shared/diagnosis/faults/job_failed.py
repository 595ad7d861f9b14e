"""A job ended without completing."""

from collections.abc import Iterator

from shared.diagnosis.faults.crash_loop import read_log
from shared.diagnosis.faults.of_pods import dns_of, speaks_of_dns
from shared.diagnosis.finding import Finding, after, sentence, short
from shared.diagnosis.hypothesis import Citation, Confidence, FaultKind
from shared.diagnosis.manifest_value import ManifestValue, cite_all, condition
from shared.diagnosis.pods import Pod
from shared.diagnosis.seen import Seen
from shared.diagnosis.snapshot import Observed
from shared.diagnosis.variants import JobFailedVariant as Variant

REASONS = {
    "BackoffLimitExceeded": Variant.BACKOFF_LIMIT,
    "DeadlineExceeded": Variant.DEADLINE,
    "PodFailurePolicy": Variant.POD_FAILURE_POLICY,
    "FailedIndexes": Variant.FAILED_INDEXES,
    "MaxFailedIndexesExceeded": Variant.FAILED_INDEXES,
}
MOST_PODS = 20


def find(seen: Seen) -> Iterator[Finding]:
    for job, place in seen.of_kind("Job"):
        failed = condition(place, "Failed")
        if failed.at("status").truth is not True:
            failed = condition(place, "FailureTarget")
        if failed.at("status").truth is True and not _has_succeeded_since(seen, job, failed):
            yield _finding(seen, job, place, failed)


def _has_succeeded_since(seen: Seen, job: Observed, failed: ManifestValue) -> bool:
    """Says whether a later run of the same schedule completed, which makes this one history."""
    schedule = seen.find(seen.root_of(job))
    succeeded = schedule.at("status", "lastSuccessfulTime").moment if schedule else None
    ended = failed.at("lastTransitionTime").moment
    return bool(succeeded and ended and succeeded > ended)


def _finding(seen: Seen, job: Observed, place: ManifestValue, failed: ManifestValue) -> Finding:
    reason = failed.at("reason")
    variant = REASONS.get(reason.text, Variant.UNKNOWN)
    pods = seen.pods_of(job.key)[:MOST_PODS]
    citations, endings, said = _endings(pods)
    cited = cite_all(failed.at("status"), reason, failed.at("message"), place.at("status", "failed"))
    what = endings[-1] if endings else short(failed.at("message").text, 160)
    return Finding(
        fault=FaultKind.JOB_FAILED,
        variant=variant,
        subject=seen.root_of(job),
        shown_by=(job.key, *(pod.key for pod in pods)),
        summary=f"failed{f' ({reason.text})' if reason else ''}{after(said or what)}",
        why=[
            f"Job {job.key.name} has the condition Failed{f' with {reason.text}' if reason else ''}.",
            *endings[-3:],
            *([] if pods else ["None of its pods is left."]),
        ],
        confidence=Confidence.CERTAIN if variant is not Variant.UNKNOWN else Confidence.LIKELY,
        citations=[*cited, *citations],
        since=failed.at("lastTransitionTime").moment,
        leans_on=[dns_of(pod) for pod in pods[:1] if speaks_of_dns(said)],
        confirm=[] if said else [f"Read the log of a pod of job {job.key.namespace}/{job.key.name}."],
        refute=["A later run of the same task completed."],
    )


def _endings(pods: list[Pod]) -> tuple[list[Citation], list[str], str]:
    """Gives how the pods' containers ended: as evidence, in words, and the last telling line of a log."""
    citations: list[Citation] = []
    sentences: list[str] = []
    said = ""
    for pod in pods:
        for container in pod.containers():
            if container.exit_code in {0, None}:
                continue
            log = read_log(pod, container)
            citations += [container.ended.at("exitCode").cite(), *log.citations]
            said = log.says or said
            reason = container.ended.at("reason").text
            sentences.append(
                f"{sentence(container.called)} of pod {pod.key.name} ended with exit {container.exit_code}"
                f"{f' ({reason})' if reason else ''}{after(log.says, 300)}."
            )
    return citations, sentences, said
