"""What follows when something is asked of a silence. Expired is final."""

from collections.abc import Sequence
from typing import assert_never

from shared.domain.silence.facts import SilenceCreated, SilenceExpired, SilenceUpdated
from shared.domain.silence.intents import CreateSilence, ExpireSilence, UpdateSilence
from shared.domain.silence.state import AnySilenceFact, Silence, evolve
from shared.domain.silence.values import SilenceDefinition
from shared.domain.silence.windows import check_rule, next_window, silence_problem, window_at
from shared.kernel.decider import Context, Decider, Ignored, Rejected
from shared.kernel.matchers import InvalidMatcher, compile_matcher
from shared.kernel.recurrence import InvalidRule
from shared.kernel.zones import UnknownZone

AnySilenceIntent = CreateSilence | UpdateSilence | ExpireSilence
Decision = Sequence[AnySilenceFact] | Ignored


def decide(intent: AnySilenceIntent, state: Silence | None, context: Context) -> Decision:
    if isinstance(intent, CreateSilence):
        return _create(intent, state, context)
    if state is None:
        raise Rejected("silence.not_found", "there is no such silence")
    match intent:
        case UpdateSilence():
            return _update(intent, state, context)
        case ExpireSilence():
            return _expire(intent, state, context)
        case _:
            assert_never(intent)


def _create(intent: CreateSilence, state: Silence | None, context: Context) -> Decision:
    if state is not None:
        if state.definition == intent.definition:
            return ()
        raise Rejected("silence.exists", "this id is another silence's; update that one or leave the id out")
    _refuse_unusable(intent.definition, context)
    return (SilenceCreated(silence_id=intent.silence_id, definition=intent.definition, created_by=context.actor),)


def _update(intent: UpdateSilence, state: Silence, context: Context) -> Decision:
    if state.definition == intent.definition:
        return ()
    if state.expired_at is not None:
        raise Rejected("silence.expired", "it has been expired for good: create a new one")
    _refuse_unusable(intent.definition, context)
    return (SilenceUpdated(silence_id=state.silence_id, definition=intent.definition, updated_by=context.actor),)


def _expire(intent: ExpireSilence, state: Silence, context: Context) -> Decision:
    if state.expired_at is not None:
        return ()
    if _is_over(state.definition, context):
        return Ignored("already_over")
    fact = SilenceExpired(
        silence_id=state.silence_id, expired_by=context.actor, expired_at=context.at, reason=intent.reason
    )
    return (fact,)


def _is_over(definition: SilenceDefinition, context: Context) -> bool:
    """Not so when its rule cannot be used any more: it may still be expired."""
    if silence_problem(definition) is not None:
        return False
    return window_at(definition, context.at) is None and next_window(definition, context.at) is None


def _refuse_unusable(definition: SilenceDefinition, context: Context) -> None:
    """Here and not in the model: a fact written under other rules stays readable."""
    _refuse_unusable_matchers(definition)
    if definition.ends_at is not None and definition.ends_at <= definition.starts_at:
        raise Rejected("silence.ends_before_it_starts", "ends_at must be after starts_at")
    if definition.recurrence is None and definition.ends_at is None:
        raise Rejected("silence.endless", "a silence ends: say when, or how it recurs")
    try:
        check_rule(definition)
        over = _is_over(definition, context)
    except InvalidRule as invalid:
        raise Rejected("silence.invalid_rule", str(invalid)) from invalid
    except UnknownZone as unknown:
        raise Rejected("silence.unknown_zone", str(unknown)) from unknown
    if over:
        raise Rejected("silence.already_over", "it would have ended before now")


def _refuse_unusable_matchers(definition: SilenceDefinition) -> None:
    try:
        matches = [compile_matcher(matcher) for matcher in definition.matchers]
    except InvalidMatcher as invalid:
        raise Rejected("silence.invalid_matcher", str(invalid)) from invalid
    if all(match({}) for match in matches):
        raise Rejected("silence.matches_everything", "one matcher at least must ask for a label that is there")


silence: Decider[AnySilenceIntent, Silence | None, AnySilenceFact] = Decider(initial=None, decide=decide, evolve=evolve)
