"""A postmortem as one Markdown text: to read, to print, and to take along."""

from collections.abc import Iterator
from typing import Any


def markdown_of(content: Any) -> str:
    """Writes what there is, in the order in which it is read; what its author wrote as Markdown comes last."""
    return f"# {_line(content.title)}\n\n{body_of(content)}"


def body_of(content: Any) -> str:
    """The same without its title, for a page that has it."""
    return "\n\n".join(_sections(content)) + "\n"


def _sections(content: Any) -> Iterator[str]:
    if content.summary:
        yield content.summary
    if content.impact is not None:
        yield f"## Impact\n\n{content.impact.user_impact}"
        if content.impact.started_at is not None:
            ended = f"{content.impact.ended_at:%Y-%m-%d %H:%M %Z}" if content.impact.ended_at else "not over"
            yield f"From {content.impact.started_at:%Y-%m-%d %H:%M %Z} until {ended}. {content.impact.scope}".strip()
    if content.root_cause is not None:
        category = content.root_cause.category.value.replace("_", " ")
        yield f"## Root cause: {category}\n\n{content.root_cause.description}"
    if content.contributing_factors:
        yield "## What made it worse\n\n" + "\n".join(f"- {_line(each)}" for each in content.contributing_factors)
    if content.timeline:
        lines = (f"- {line.occurred_at:%Y-%m-%d %H:%M %Z} {_line(line.text)}" for line in content.timeline)
        yield "## Timeline\n\n" + "\n".join(lines)
    if content.action_items or content.no_action_needed:
        yield "## What is to be done\n\n" + "\n".join(_actions(content))
    if content.lessons_learned:
        yield f"## What others should know\n\n{content.lessons_learned}"
    if content.markdown:
        yield content.markdown


def _actions(content: Any) -> Iterator[str]:
    if not content.action_items:
        yield "Nothing; said outright."
    for item in content.action_items:
        done = "x" if item.status.value in ("done", "dropped") else " "
        due = f", due {item.due.isoformat()}" if item.due else ""
        yield f"- [{done}] {_line(item.title)} ({_line(item.owner) or 'nobody yet'}{due}, {item.status.value})"


def _line(text: str) -> str:
    return " ".join(text.split())
