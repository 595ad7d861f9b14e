"""One row per runbook: what its newest version says, and how its executions ended."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.domain.runbook.facts import RunbookCreated, RunbookExecutionCompleted, RunbookUpdated
from shared.domain.runbook.values import ExecutionOutcome, RunbookDefinition
from shared.kernel.alert_names import alerts_of_matcher
from shared.kernel.envelope import Envelope
from shared.projections.lexical.unit import UnitRow, unit_of, units_part
from shared.projections.projection import Key, ProjectionView, version_of
from shared.projections.tokens import searchable

#: Of a long text the beginning is what a snippet is cut from.
_TOLD = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookRow:
    runbook_id: UUID
    slug: str
    title: str
    description: str
    owner: str
    automation_level: str
    approval_required: bool
    tags: tuple[str, ...]
    alerts: tuple[str, ...]
    """Alerts that its trigger conditions name."""
    urls: tuple[str, ...]
    """Addresses by which alerts name it, without a slash at the end."""
    steps: int
    runbook_version: int
    """Counts definitions."""
    runs: int = 0
    succeeded: int = 0
    failed: int = 0
    last_outcome: str | None = None
    last_completed_at: datetime | None = None
    updated_by: str
    written_at: datetime
    version: int
    names: str
    """Words of slug and title only: what a typing mistake is forgiven in."""
    told: str


def _keys(envelope: Envelope[Any]) -> Sequence[Key]:
    return ((envelope.data.runbook_id,),)


def _evolve(_key: Key, row: RunbookRow | None, envelope: Envelope[Any]) -> RunbookRow | None:
    match fact := envelope.data:
        case RunbookCreated():
            return _said(None, envelope, fact.slug, fact.definition, fact.created_by)
        case RunbookUpdated() if row is not None:
            return _said(row, envelope, row.slug, fact.definition, fact.updated_by)
        case RunbookExecutionCompleted() if row is not None:
            return replace(
                row,
                runs=row.runs + 1,
                succeeded=row.succeeded + (fact.outcome is ExecutionOutcome.SUCCEEDED),
                failed=row.failed + (fact.outcome is ExecutionOutcome.FAILED),
                last_outcome=fact.outcome.value,
                last_completed_at=fact.completed_at,
                version=version_of(envelope),
            )
        case _:
            return None


def _said(
    row: RunbookRow | None, envelope: Envelope[Any], slug: str, definition: RunbookDefinition, by: str
) -> RunbookRow:
    alerts = sorted({name for each in definition.trigger_conditions for name in alerts_of_matcher(each) or ()})
    named = (slug, definition.title)
    told = "\n".join(
        part
        for part in (
            definition.description,
            definition.markdown,
            *(text for step in definition.steps for text in (step.title, step.verify, step.rollback)),
        )
        if part
    )[:_TOLD]
    return RunbookRow(
        runbook_id=envelope.data.runbook_id,
        slug=slug,
        title=definition.title,
        description=definition.description,
        owner=definition.owner,
        automation_level=definition.automation_level.value,
        approval_required=definition.approval_required,
        tags=definition.tags,
        alerts=tuple(alerts),
        urls=tuple(dict.fromkeys(url.rstrip("/") for url in definition.urls)),
        steps=len(definition.steps),
        runbook_version=envelope.data.runbook_version,
        runs=row.runs if row else 0,
        succeeded=row.succeeded if row else 0,
        failed=row.failed if row else 0,
        last_outcome=row.last_outcome if row else None,
        last_completed_at=row.last_completed_at if row else None,
        updated_by=by,
        written_at=envelope.occurred_at,
        version=version_of(envelope),
        names=searchable(named),
        told=told,
    )


def _units(row: RunbookRow) -> Sequence[UnitRow]:
    return (unit_of(row.runbook_id, (row.slug, row.title, *row.alerts), (*row.tags, row.owner, row.told)),)


runbooks = ProjectionView(
    table="runbook",
    row=RunbookRow,
    key_columns=1,
    handles=frozenset({RunbookCreated, RunbookUpdated, RunbookExecutionCompleted}),
    keys=_keys,
    evolve=_evolve,
    parts=(units_part(_units, depends_on=("slug", "title", "alerts", "tags", "owner", "told")),),
)
