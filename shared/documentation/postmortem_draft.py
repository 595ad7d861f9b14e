"""The draft of a postmortem: every statement names the entry that it rests on, and what nobody knows is a question."""

from collections.abc import Iterator, Sequence
from typing import Final

from shared.diagnosis.hypothesis import Hypothesis
from shared.documentation.follow_ups import follow_ups
from shared.documentation.story import Chapter, ToldEntry, TriageStory
from shared.documentation.wording import bullets, category_of, fix_lines, root_cause, symptom, verification_lines
from shared.domain.postmortem.values import ActionItem, PostmortemContent, RootCause, TimelineLine
from shared.kernel.vocabulary import Severity

#: Of these incidents a postmortem is written.
GRAVE: Final = frozenset({Severity.CRITICAL, Severity.HIGH})
_MOST_LINES: Final = 500
_MOST_ITEMS: Final = 50
_LONGEST_LINE: Final = 2_000


def postmortem_draft(story: TriageStory) -> PostmortemContent:
    """What is not known stays empty, so that it cannot be published before a person has filled it in."""
    incident, cause = story.incident, story.cause
    entries = story.entries[:_MOST_LINES]
    return PostmortemContent(
        title=f"{incident.called}: {incident.title}"[:500],
        summary=_cut(" ".join(_summary(story))),
        timeline=tuple(
            TimelineLine(occurred_at=each.occurred_at, text=each.text[:_LONGEST_LINE], entry_id=each.entry_id)
            for each in entries
        ),
        root_cause=None
        if cause is None
        else RootCause(category=category_of(cause.fault), description=_cut(root_cause(cause))),
        contributing_factors=tuple(f"{each.title} followed from it."[:4_000] for each in _consequences(story)),
        action_items=tuple(
            ActionItem(id=f"follow-up-{number}", title=title[:500])
            for number, title in enumerate([*follow_ups(story)][:_MOST_ITEMS], 1)
        ),
        service_ids=tuple(incident.service_ids[:200]),
        tags=("draft", *([cause.fault.value] if cause else [])),
        authors=(f"process:{story.workflow_id}"[:200],),
        markdown=_cut(_markdown(story, entries), 100_000),
    )


def questions(story: TriageStory) -> Iterator[str]:
    """What a reader will ask and nothing that was seen answers."""
    yield "What did users notice, how many of them, and from when to when?"
    if story.cause is None:
        yield "What was the root cause?"
    else:
        yield "Why could that happen, and why did nothing stop it before?"
    if story.incident.resolved_at is None:
        yield "When was it over?"
    if story.by_hand is not None:
        yield "What was done by hand, by whom, and why did it help?"
    if not story.is_well:
        yield "How is it known that it is mended?"
    yield "What went well, and where were we lucky?"


def _summary(story: TriageStory) -> Iterator[str]:
    yield symptom(story)
    if story.cause is not None:
        yield f"{story.cause.title.rstrip('.')}."
    done = [*fix_lines(story)]
    if done:
        yield f"Done: {'; '.join(done)}."
    if story.verified is not None:
        held = f"It held for {story.held_for_s} s" if story.verified else "It was not mended by that"
        yield f"{held}."


def _consequences(story: TriageStory) -> Sequence[Hypothesis]:
    if story.diagnosis is None:
        return ()
    return [each for each in story.diagnosis.hypotheses if each.consequence_of is not None][:100]


def _markdown(story: TriageStory, entries: Sequence[ToldEntry]) -> str:
    numbers = {each.entry_id: number for number, each in enumerate(entries, 1)}

    def cited(chapter: Chapter) -> str:
        number = numbers.get(story.chapters[chapter]) if chapter in story.chapters else None
        return "" if number is None else f" [timeline {number}]"

    parts = [
        ("Summary", " ".join(_summary(story))),
        ("What was seen before", _before(story) + cited(Chapter.LOOKUP)),
        ("Root cause", _cause(story) + cited(Chapter.DIAGNOSIS)),
        ("What was done", (bullets(fix_lines(story)) or "Nothing was changed.") + cited(Chapter.REMEDIATION)),
        ("How it was verified", (bullets(verification_lines(story)) or "It was not.") + cited(Chapter.VERIFICATION)),
        ("Open questions", bullets(questions(story))),
    ]
    told = "\n".join(
        f"{number}. {each.occurred_at:%H:%M:%S} {_first_line(each.text)}" for number, each in enumerate(entries, 1)
    )
    return "\n\n".join([*(f"## {title}\n\n{text}" for title, text in parts), f"## Timeline\n\n{told}"])


def _before(story: TriageStory) -> str:
    if story.lookup is None:
        return "It was not looked for."
    return story.lookup.why if story.pattern is None else f"{story.lookup.why} {story.pattern.why}"


def _cause(story: TriageStory) -> str:
    return "Not found." if story.cause is None else root_cause(story.cause)


def _first_line(text: str) -> str:
    return text.partition("\n")[0][:300]


def _cut(text: str, longest: int = 20_000) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
