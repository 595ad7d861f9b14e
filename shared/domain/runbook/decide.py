"""What follows when something is asked of a runbook. Versions are immutable; executions keep the one they ran."""

from collections.abc import Sequence
from typing import assert_never

from shared.domain.runbook.definition import refuse_unusable
from shared.domain.runbook.execution import complete, execute, report_step
from shared.domain.runbook.facts import RunbookCreated, RunbookUpdated
from shared.domain.runbook.intents import (
    CompleteRunbookExecution,
    CompleteRunbookStep,
    CreateRunbook,
    ExecuteRunbook,
    UpdateRunbook,
)
from shared.domain.runbook.state import AnyRunbookFact, Runbook, evolve
from shared.kernel.decider import Context, Decider, Rejected

AnyRunbookIntent = CreateRunbook | UpdateRunbook | ExecuteRunbook | CompleteRunbookStep | CompleteRunbookExecution
Decision = Sequence[AnyRunbookFact]


def decide(intent: AnyRunbookIntent, state: Runbook | None, context: Context) -> Decision:
    if isinstance(intent, CreateRunbook):
        return _create(intent, state, context)
    if state is None:
        raise Rejected("runbook.not_found", "there is no such runbook")
    match intent:
        case UpdateRunbook():
            return _update(intent, state, context)
        case ExecuteRunbook():
            return execute(intent, state, context)
        case CompleteRunbookStep():
            return report_step(intent, state, context)
        case CompleteRunbookExecution():
            return complete(intent, state, context)
        case _:
            assert_never(intent)


def _create(intent: CreateRunbook, state: Runbook | None, context: Context) -> Decision:
    if state is not None:
        if (state.slug, state.definition) == (intent.slug, intent.definition):
            return ()
        raise Rejected("runbook.exists", f"there is a runbook {state.slug!r} already: update it")
    refuse_unusable(intent.definition)
    fact = RunbookCreated(
        runbook_id=intent.runbook_id,
        slug=intent.slug,
        runbook_version=1,
        definition=intent.definition,
        created_by=context.actor,
    )
    return (fact,)


def _update(intent: UpdateRunbook, state: Runbook, context: Context) -> Decision:
    if state.definition == intent.definition:
        return ()
    refuse_unusable(intent.definition)
    fact = RunbookUpdated(
        runbook_id=state.runbook_id,
        runbook_version=state.runbook_version + 1,
        definition=intent.definition,
        updated_by=context.actor,
    )
    return (fact,)


runbook: Decider[AnyRunbookIntent, Runbook | None, AnyRunbookFact] = Decider(initial=None, decide=decide, evolve=evolve)
