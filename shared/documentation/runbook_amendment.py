"""What is proposed to be added to a runbook: a section at its end that says where an incident went otherwise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from shared.documentation.execution_told import ToldExecution
from shared.documentation.runbook_differences import differences
from shared.documentation.story import TriageStory
from shared.kernel.ids import RunbookId

_MOST: Final = 40
_LONGEST_TEXT: Final = 20_000
_MARKS: Final = frozenset("#*_`<>[]|\\")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookAmendment:
    runbook_id: RunbookId
    slug: str
    differences: Sequence[str]
    """Where it went otherwise, one sentence each."""
    text: str
    """A section of Markdown that adds no step: it has a heading and paragraphs, and no list and no code."""


def amendments(story: TriageStory) -> Iterator[RunbookAmendment]:
    """One for each runbook that was executed in the incident and did not go as it is written."""
    seen: dict[RunbookId, list[ToldExecution]] = {}
    for execution in story.executions:
        seen.setdefault(execution.runbook_id, []).append(execution)
    for runbook_id, several in seen.items():
        found = [each for execution in several for each in differences(execution, story.executions, story)]
        if found:
            text = _section(story, several[-1], found)
            yield RunbookAmendment(runbook_id=runbook_id, slug=several[-1].slug, differences=found, text=text)


def _section(story: TriageStory, execution: ToldExecution, found: Sequence[str]) -> str:
    incident = story.incident
    paragraphs = (
        # A heading of this form is read as being about the runbook, and what stands below it as no step.
        f"## About {incident.called}: where it went otherwise",
        f"On {incident.detected_at:%Y-%m-%d}, with version {execution.runbook_version}: {_plain(incident.title)}",
        *(_plain(each) for each in dict.fromkeys(found[:_MOST])),
        "For whoever reviews this: should the steps above say so? Then change them, and take this section out.",
    )
    return "\n\n".join(paragraphs)[:_LONGEST_TEXT] + "\n"


def _plain(text: str) -> str:
    """What was said outside marks nothing up."""
    return "".join(f"\\{each}" if each in _MARKS else each for each in text)
