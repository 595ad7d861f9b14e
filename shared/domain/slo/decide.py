"""What follows when something is asked of a service level objective."""

from collections.abc import Sequence
from typing import assert_never

from shared.domain.slo.definition import counts_something_else, refuse_unusable
from shared.domain.slo.facts import SLOBudgetRecovered, SLOCreated, SLOUpdated
from shared.domain.slo.intents import CreateSLO, RecordSLIWindow, UpdateSLO
from shared.domain.slo.recording import record_window
from shared.domain.slo.state import SLO, AnySLOFact, evolve
from shared.domain.slo.values import Budget
from shared.kernel.decider import Context, Decider, Ignored, Rejected

AnySLOIntent = CreateSLO | UpdateSLO | RecordSLIWindow
Decision = Sequence[AnySLOFact] | Ignored


def decide(intent: AnySLOIntent, state: SLO | None, context: Context) -> Decision:
    if isinstance(intent, CreateSLO):
        return _create(intent, state, context)
    if state is None:
        raise Rejected("slo.not_found", "there is no such objective")
    match intent:
        case UpdateSLO():
            return _update(intent, state, context)
        case RecordSLIWindow():
            return record_window(intent, state, context)
        case _:
            assert_never(intent)


def _create(intent: CreateSLO, state: SLO | None, context: Context) -> Decision:
    if state is not None:
        if (state.slug, state.definition) == (intent.slug, intent.definition):
            return ()
        raise Rejected("slo.exists", f"there is an objective {state.slug!r} already: update it")
    refuse_unusable(intent.definition)
    fact = SLOCreated(
        slo_id=intent.slo_id,
        slug=intent.slug,
        revision=1,
        definition=intent.definition,
        created_by=context.actor,
    )
    return (fact,)


def _update(intent: UpdateSLO, state: SLO, context: Context) -> Decision:
    """A budget that begins anew is no longer exhausted, and whoever waits for the recovery is told."""
    if state.definition == intent.definition:
        return ()
    refuse_unusable(intent.definition)
    restarted = counts_something_else(state.definition, intent.definition)
    revision = state.revision + 1
    updated = SLOUpdated(
        slo_id=state.slo_id,
        revision=revision,
        definition=intent.definition,
        budget_restarted=restarted,
        updated_by=context.actor,
    )
    if not (restarted and state.exhausted):
        return (updated,)
    untouched = Budget(good=0, total=0, allowed_bad=0.0, consumed=0.0)
    recovered = SLOBudgetRecovered(slo_id=state.slo_id, revision=revision, at=context.at, budget=untouched)
    return (updated, recovered)


slo: Decider[AnySLOIntent, SLO | None, AnySLOFact] = Decider(initial=None, decide=decide, evolve=evolve)
