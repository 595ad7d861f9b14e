"""Runbooks as knowledge: when they help, what they do, and how often it worked."""

from dataclasses import replace
from typing import Any

from shared.domain.runbook.facts import RunbookCreated, RunbookExecutionCompleted, RunbookUpdated
from shared.domain.runbook.values import ExecutionOutcome, RunbookDefinition, RunbookStep
from shared.kernel.alert_names import alerts_of_matcher
from shared.kernel.envelope import Envelope
from shared.kernel.message import Fact
from shared.projections.knowledge_index.chunking import Section, section, sections_of_markdown
from shared.projections.knowledge_index.document import DocumentRow, Kind, told
from shared.projections.projection import version_of

HANDLES: frozenset[type[Fact]] = frozenset({RunbookCreated, RunbookUpdated, RunbookExecutionCompleted})


def evolve(row: DocumentRow | None, envelope: Envelope[Any]) -> DocumentRow | None:
    match fact := envelope.data:
        case RunbookCreated():
            return _written(None, envelope, fact.slug, fact.definition)
        case RunbookUpdated() if row is not None:
            return _written(row, envelope, row.ref, fact.definition)
        case RunbookExecutionCompleted() if row is not None:
            return replace(
                row,
                succeeded=row.succeeded + (fact.outcome is ExecutionOutcome.SUCCEEDED),
                failed=row.failed + (fact.outcome is ExecutionOutcome.FAILED),
                version=version_of(envelope),
            )
        case _:
            return None


def _written(row: DocumentRow | None, envelope: Envelope[Any], slug: str, definition: RunbookDefinition) -> DocumentRow:
    return DocumentRow(
        document_id=envelope.data.runbook_id,
        kind=Kind.RUNBOOK.value,
        ref=slug,
        title=definition.title,
        status=definition.automation_level.value,
        searchable=True,
        succeeded=row.succeeded if row else 0,
        failed=row.failed if row else 0,
        tags=definition.tags,
        context=definition.description[:300],
        names=tuple(sorted({name for each in definition.trigger_conditions for name in alerts_of_matcher(each) or ()})),
        url=definition.urls[0] if definition.urls else None,
        occurred_at=row.occurred_at if row else envelope.occurred_at,
        updated_at=envelope.occurred_at,
        sections=_sections(definition),
        version=version_of(envelope),
    )


def _sections(definition: RunbookDefinition) -> list[Section]:
    """As its author wrote it, where there is that; otherwise step by step."""
    when = section("When", ", ".join(definition.trigger_conditions))
    if definition.markdown:
        return told([when, *sections_of_markdown(_without_front_matter(definition.markdown))])
    rest = section("", definition.description[300:])
    return told([when, rest, *(section(step.title, _said(step)) for step in definition.steps)])


def _said(step: RunbookStep) -> str:
    arguments = " ".join(step.arguments.values())
    after = [f"{name}: {text}" for name, text in (("Verify", step.verify), ("Rollback", step.rollback)) if text]
    return "\n".join(part for part in (step.title, arguments, *after) if part)


def _without_front_matter(markdown: str) -> str:
    if not markdown.startswith("---\n"):
        return markdown
    _front, mark, rest = markdown[4:].partition("\n---")
    return rest if mark else markdown
