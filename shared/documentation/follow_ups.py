"""What is still to be done after an incident, as questions and tasks that follow from what was and was not seen."""

from collections.abc import Iterator

from shared.documentation.runbook_amendment import amendments
from shared.documentation.story import TriageStory
from shared.remediation.outcome import EffectStatus


def follow_ups(story: TriageStory) -> Iterator[str]:
    """One sentence each, the most pressing first."""
    if story.verified is False:
        yield "Find out why what was done did not help: what was still wrong is listed under verification."
    yield from _of_outcome(story)
    yield from _of_pattern(story)
    for amendment in amendments(story):
        yield f"Say in runbook {amendment.slug} where it went otherwise: {amendment.differences[0]}"
    if story.cause is None:
        yield "Find the root cause: what was read did not tell it."
    elif story.outcome is not None and any(each.action == "git.revert" for each in story.outcome.actions):
        yield "Bring the change that was taken back in again, mended, with a test that would have caught it."
    if story.diagnosis is not None and story.diagnosis.missing:
        yield f"Make readable what could not be read: {'; '.join(story.diagnosis.missing[:3])}"


def _of_outcome(story: TriageStory) -> Iterator[str]:
    if story.outcome is None:
        return
    for action in story.outcome.actions:
        if action.status is EffectStatus.UNKNOWN:
            yield f"Look whether {action.action} was done: {action.detail}"
        elif action.status is EffectStatus.PENDING:
            yield f"Settle what still waits for a person: {action.detail}"


def _of_pattern(story: TriageStory) -> Iterator[str]:
    known = story.known_pattern
    if known is None:
        if story.verified:
            yield "Nothing that was written down fitted: let somebody who knows it read this note."
        return
    if story.lesson() == "wrong":
        why = f": {story.pattern.why}" if story.pattern is not None and not story.pattern.holds else ""
        yield f"Change {known.kind} {known.ref}, which was taken for this and is not{why}"
