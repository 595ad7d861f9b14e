"""The note of an incident in the form of the backlog, for the index and as a file that can be imported again."""

from dataclasses import dataclass
from typing import Final

from shared.documentation.follow_ups import follow_ups
from shared.documentation.story import TriageStory
from shared.documentation.wording import (
    bullets,
    fix_lines,
    resource_named,
    root_cause,
    symptom,
    verification_lines,
)
from shared.domain.knowledge_document.values import DocumentKind, KnowledgeContent

_LONGEST_WORD, _LONGEST_TEXT = 300, 20_000
_UNKNOWN: Final = "Not found."
_NOTHING: Final = "Nothing was changed."


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentNote:
    slug: str
    path: str
    """Where it lies in the backlog's repository."""
    content: KnowledgeContent
    text: str
    """The file: front matter and Markdown."""


def incident_note(story: TriageStory) -> IncidentNote:
    incident, cause = story.incident, story.cause
    slug = f"incident-notes/inc-{incident.number}"
    subject = cause.subject if cause else incident.resources[0] if incident.resources else None
    content = KnowledgeContent(
        kind=DocumentKind.INCIDENT_NOTE,
        title=_inline(f"{incident.called}: {incident.title}")[:500],
        environment=_word(", ".join(incident.environments)),
        application=_word(", ".join(incident.services)),
        resource=_word(resource_named(subject)) if subject else "",
        symptom=_text(symptom(story)),
        root_cause=_text(root_cause(cause)) if cause else "",
        fix=_text(bullets(fix_lines(story))),
        verification=_text(bullets(verification_lines(story))),
        verified=story.is_well,
        occurred_at=incident.detected_at,
        tags=("incident", *([cause.fault.value] if cause else [])),
    )
    path = f"incidents/{incident.detected_at:%Y}/inc-{incident.number}.md"
    return IncidentNote(slug=slug, path=path, content=content, text=_file(slug, content, story))


def _file(slug: str, content: KnowledgeContent, story: TriageStory) -> str:
    head = (
        ("Date", f"{story.incident.detected_at:%Y-%m-%dT%H:%M:%SZ}"),
        ("Environment", content.environment),
        ("Application", content.application),
        ("Resource", content.resource),
        ("Severity", story.incident.severity.value),
        ("Incident", story.incident.called),
    )
    parts = (
        ("Symptom", content.symptom),
        ("Root cause", content.root_cause or _UNKNOWN),
        ("Fix", content.fix or _NOTHING),
        ("Verification", _verification(content, story)),
        ("Follow-ups", bullets(follow_ups(story)) or "None."),
    )
    lines = [
        f"---\nslug: {slug}\nkind: {content.kind.value}\nverified: {str(content.verified).lower()}\n---",
        f"# {content.title}",
        "\n".join(f"- **{name}:** {value}" for name, value in head if value),
        *(f"## {name}\n\n{_below_headings(text)}" for name, text in parts),
    ]
    return "\n\n".join(lines) + "\n"


def _verification(content: KnowledgeContent, story: TriageStory) -> str:
    if story.by_hand is not None:
        said = "Looked at once, when it was resolved." if story.is_well else "It is resolved, and not seen to be well."
        return f"{said}\n\n{content.verification}".strip()
    if story.verified is None:
        return "Nobody has looked whether it is mended."
    said = f"It held for {story.held_for_s} s." if story.verified else "It is not mended."
    return f"{said}\n\n{content.verification}".strip()


def _below_headings(text: str) -> str:
    """What was said outside is a paragraph, and makes no heading, rule or front matter of its own."""
    return "\n".join(
        f"\\{line}" if line.lstrip().startswith(("#", "---", "===", "```")) else line for line in text.split("\n")
    )


def _inline(text: str) -> str:
    return " ".join(text.split())


def _word(text: str) -> str:
    return _inline(text)[:_LONGEST_WORD]


def _text(text: str) -> str:
    return text[:_LONGEST_TEXT]
