"""Argo CD could not apply what git says."""

from collections.abc import Iterator
from datetime import timedelta

from shared.diagnosis.finding import Finding, after, short
from shared.diagnosis.hypothesis import Citation, Confidence, FaultKind
from shared.diagnosis.manifest_value import ManifestValue, cite_all
from shared.diagnosis.seen import Seen
from shared.diagnosis.snapshot import ObjectKey, Observed
from shared.diagnosis.variants import SyncFailedVariant as Variant

FAILED = frozenset({"Failed", "Error"})
OF_COMPARISON = frozenset({"ComparisonError", "InvalidSpecError", "UnknownError", "SyncError"})
LONG = timedelta(minutes=30)
"""An operation that runs for longer than this does not end by itself."""
#: What the sync's messages say, the first that fits.
BY_WORDS = (
    (("sync window",), Variant.WINDOW_CLOSED),
    (("no matches for kind", "the kubernetes api could not find", "could not find the requested resource"),
     Variant.KIND_UNKNOWN),
    (("field is immutable", "forbidden: updates to statefulset spec", "is immutable"), Variant.IMMUTABLE_FIELD),
    (("admission webhook", "denied the request", "violates podsecurity", "validatingadmissionpolicy"),
     Variant.ADMISSION_DENIED),
    (("is not permitted in project", "cannot create resource", "cannot patch resource", "cannot update resource",
      "cannot delete resource", "cannot get resource", "unauthorized"), Variant.FORBIDDEN),
    (("failed to generate manifest", "manifest generation error", "failed to load target state",
      "repository not found", "unable to resolve"), Variant.COMPARISON_FAILED),
    (("is invalid:", "are not valid", "is not valid", "unknown field", "strict decoding error", "validation error",
      "invalid value"), Variant.INVALID_MANIFEST),
    (("dry run", "dry-run"), Variant.DRY_RUN_FAILED),
    (("completed unsuccessfully", "hook failed", "hooks failed"), Variant.HOOK_FAILED),
)  # fmt: skip


def find(seen: Seen) -> Iterator[Finding]:
    for application, place in seen.of_kind("Application"):
        if not place.at("status"):
            continue
        operation = place.at("status", "operationState")
        if _has_failed(operation) and not _was_mended(place, operation):
            yield _failed(application, place, operation)
        elif broken := _comparison(place):
            yield _not_compared(application, place, broken)
        elif operation.at("phase").text == "Running" and _runs_long(seen, operation):
            yield _stuck(application, place, operation)


def _has_failed(operation: ManifestValue) -> bool:
    """Says whether the operation ended badly, or did and is only waiting to be tried again."""
    return operation.at("phase").text in FAILED or "Retrying attempt" in operation.at("message").text


def _was_mended(place: ManifestValue, operation: ManifestValue) -> bool:
    """Says whether the application is as git says all the same: the failure is that of an operation before."""
    synced = place.at("status", "sync", "status").text == "Synced"
    revision = place.at("status", "sync", "revision").text
    tried = operation.at("syncResult", "revision").text
    return synced and place.at("status", "health", "status").text == "Healthy" and bool(tried) and tried != revision


def _failed(application: Observed, place: ManifestValue, operation: ManifestValue) -> Finding:
    blocked = [each for each in operation.at("syncResult", "resources").each() if _is_failed(each)]
    blocked.sort(key=lambda each: each.at("hookPhase").text not in FAILED)
    message = operation.at("message")
    said = [*(each.at("message").text for each in blocked), message.text]
    hook = next((each for each in blocked if each.at("hookType").text), None)
    told = _of_words(said[:1] if hook else said)
    variant = Variant.HOOK_FAILED if hook and told is Variant.UNKNOWN else told
    first = next((text for text in said if text), "")
    what = _named(blocked[0]) if blocked else ""
    return Finding(
        fault=FaultKind.SYNC_FAILED,
        variant=variant,
        subject=application.key,
        shown_by=(),
        summary=f"was not synchronised{after(what)}{after(first)}",
        why=[
            f"Its last operation is {operation.at('phase').text}{after(message.text, 400)}.",
            *(f"{_named(each)}: {short(each.at('message').text, 400)}" for each in blocked[:5]),
        ],
        confidence=Confidence.CERTAIN if variant is not Variant.UNKNOWN else Confidence.LIKELY,
        citations=[
            operation.at("phase").cite(),
            *_messages(blocked),
            *([message.cite()] if message else []),
            *_state(place),
        ],
        since=operation.at("startedAt").moment,
        leans_on=[_key(application, place, each) for each in blocked],
        stands_for=_waiting_for_it(application, place),
        confirm=[] if blocked or message else ["Read the operation's resources with their messages."],
        refute=["The application is Synced and Healthy at the revision that failed."],
    )


def _is_failed(resource: ManifestValue) -> bool:
    return resource.at("status").text == "SyncFailed" or resource.at("hookPhase").text in FAILED


def _of_words(messages: list[str]) -> Variant:
    for message in messages:
        lower = message[:4_000].lower()
        for words, variant in BY_WORDS:
            if any(each in lower for each in words):
                return variant
    return Variant.UNKNOWN


def _comparison(place: ManifestValue) -> ManifestValue | None:
    conditions = place.at("status", "conditions").each()
    return next((each for each in conditions if each.at("type").text in OF_COMPARISON), None)


def _not_compared(application: Observed, place: ManifestValue, broken: ManifestValue) -> Finding:
    said = broken.at("message").text
    of_sync = broken.at("type").text == "SyncError"
    return Finding(
        fault=FaultKind.SYNC_FAILED,
        variant=_of_words([said]) if of_sync else Variant.COMPARISON_FAILED,
        subject=application.key,
        shown_by=(),
        summary=f"{'was not synchronised' if of_sync else 'cannot be compared with git'}{after(said)}",
        why=[f"Its condition {broken.at('type').text} says: {short(broken.at('message').text, 600)}"],
        confidence=Confidence.CERTAIN,
        citations=[*broken.cited("type", "message"), *_state(place)],
        since=broken.at("lastTransitionTime").moment,
        stands_for=_waiting_for_it(application, place),
        refute=["The same revision can be rendered outside Argo CD with the same parameters."],
    )


def _runs_long(seen: Seen, operation: ManifestValue) -> bool:
    started = operation.at("startedAt").moment
    return started is not None and seen.now - started >= LONG


def _stuck(application: Observed, place: ManifestValue, operation: ManifestValue) -> Finding:
    message = operation.at("message")
    waits = [each for each in operation.at("syncResult", "resources").each() if each.at("hookPhase").text == "Running"]
    return Finding(
        fault=FaultKind.SYNC_FAILED,
        variant=Variant.STUCK,
        subject=application.key,
        shown_by=(),
        summary=f"is being synchronised and does not end{after(message.text)}",
        why=[
            f"Its operation runs since {operation.at('startedAt').text}.",
            *([short(message.text, 500)] if message else []),
        ],
        confidence=Confidence.LIKELY,
        citations=operation.cited("phase", "startedAt", "message"),
        since=operation.at("startedAt").moment,
        leans_on=[*(_key(application, place, each) for each in waits), *_unhealthy(application, place)],
        confirm=["Whether what it waits for makes progress."],
        refute=["The operation ends by itself."],
    )


def _messages(blocked: list[ManifestValue]) -> list[Citation]:
    return [citation for each in blocked[:10] for citation in each.cited("message", "status", "hookPhase")]


def _state(place: ManifestValue) -> list[Citation]:
    return cite_all(place.at("status", "sync", "status"), place.at("status", "health", "status"))


def _key(application: Observed, place: ManifestValue, resource: ManifestValue) -> ObjectKey:
    """Names a resource of the application. Clusters are told apart by the read, not by Argo CD's address for them."""
    default = place.at("spec", "destination", "namespace").text
    namespace = resource.at("namespace").text or default
    return ObjectKey(application.key.cluster, resource.at("kind").text, namespace, resource.at("name").text)


def _named(resource: ManifestValue) -> str:
    hook = resource.at("hookType").text
    return f"{f'{hook} hook ' if hook else ''}{resource.at('kind').text} {resource.at('name').text}"


def _waiting_for_it(application: Observed, place: ManifestValue) -> list[ObjectKey]:
    """Gives the resources that are not as git says, which whoever needs them lacks because of this."""
    resources = place.at("status", "resources").each()
    waiting = [
        each
        for each in resources
        if each.at("health", "status").text == "Missing" or each.at("status").text == "OutOfSync"
    ]
    return [_key(application, place, each) for each in waiting]


def _unhealthy(application: Observed, place: ManifestValue) -> list[ObjectKey]:
    resources = place.at("status", "resources").each()
    states = {"Degraded", "Progressing", "Missing"}
    return [_key(application, place, each) for each in resources if each.at("health", "status").text in states]
