"""Whether the faults that a plan answers are diagnosed again, or one stands above them that was not there before."""

from collections.abc import Iterator, Sequence

from shared.diagnosis.diagnose import diagnose
from shared.diagnosis.evidence import EvidenceProblem, EvidenceSource
from shared.diagnosis.hypothesis import Confidence, FaultKind, Hypothesis
from shared.diagnosis.snapshot import EvidenceGap
from shared.kernel.vocabulary import ResourceRef
from shared.remediation.outcome import VerificationCheck
from shared.remediation.preconditions import AnsweredFault
from shared.remediation.recovery.check_result import CheckResult, met, named, unmet, unread
from shared.remediation.recovery.look import Look

_SURE = frozenset({Confidence.CERTAIN, Confidence.LIKELY})
#: What is worked around and not mended: a node that is cordoned stays as it is, its pods run elsewhere.
_WORKED_AROUND = frozenset({FaultKind.NODE})
_MOST = 50
#: What may show a fault, as a reader that did not answer at all is told of.
_WHOLE = tuple(f"everything of {source}" for source in (EvidenceSource.KUBERNETES, EvidenceSource.ARGOCD))


def still_named(look: Look, answered: Sequence[AnsweredFault]) -> Iterator[VerificationCheck]:
    found = [each for each in diagnose(look.seen.snapshot).hypotheses if each.confidence in _SURE]
    for broken in answered:
        if broken.fault not in _WORKED_AROUND:
            what = f"{broken.fault} of {broken.called} is not diagnosed any more"
            yield _one(look, broken, found).of(what)
    yield _others(look, answered, found).of("No other fault that is certain is diagnosed for what is concerned")


def _one(look: Look, broken: AnsweredFault, found: Sequence[Hypothesis]) -> CheckResult:
    again = [each for each in found if _is(each, broken)]
    if again:
        return unmet(f"Still: {again[0].title}")
    if not look.places(*broken.thing) and not look.pods_of(broken):
        return look.not_read(broken.kind, broken.name)
    return met("It is not found again")


def _others(look: Look, answered: Sequence[AnsweredFault], found: Sequence[Hypothesis]) -> CheckResult:
    """Whatever else is certain of the things that the incident and the plan are about."""
    new = [
        each
        for each in found
        if each.confidence is Confidence.CERTAIN
        and not any(_is(each, broken) for broken in answered)
        and _concerns(look, each)
    ]
    if new:
        return unmet(named(each.title for each in new[:_MOST]))
    silent = [gap for gap in look.snapshot.gaps if _is_silent(gap)]
    if silent:
        return unread(f"{silent[0].wanted}: {silent[0].problem}")
    if not look.snapshot.objects:
        return look.not_read("the live state")
    return met("None is found")


def _is_silent(gap: EvidenceGap) -> bool:
    """Whether a whole cluster or Argo CD that should have answered did not: a fault of it would not be seen."""
    return gap.wanted.startswith(_WHOLE) and gap.problem != EvidenceProblem.NOT_CONFIGURED


def _is(hypothesis: Hypothesis, broken: AnsweredFault) -> bool:
    return (hypothesis.fault, *_called(hypothesis.subject)) == broken


def _concerns(look: Look, hypothesis: Hypothesis) -> bool:
    concerned = {(ref.namespace or "", ref.name) for ref in look.concerned}
    pods = {pod.key[1:4] for pod in look.pods_concerned}
    touched = [_called(ref) for ref in (hypothesis.subject, *hypothesis.affected)]
    return any(each[1:] in concerned or each in pods for each in touched)


def _called(ref: ResourceRef) -> tuple[str, str, str]:
    return ref.kind, ref.namespace or "", ref.name
