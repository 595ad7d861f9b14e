"""What follows when something is asked of a postmortem: draft, in review, published; and back to be mended."""

from collections.abc import Sequence
from typing import assert_never

from shared.domain.postmortem.facts import PostmortemCreated, PostmortemPublished, PostmortemUpdated
from shared.domain.postmortem.intents import CreatePostmortem, PublishPostmortem, UpdatePostmortem
from shared.domain.postmortem.publishing import missing_for_publishing
from shared.domain.postmortem.state import AnyPostmortemFact, Postmortem, evolve
from shared.domain.postmortem.values import Impact, PostmortemContent, PostmortemStatus
from shared.kernel.actor import Actor
from shared.kernel.decider import Context, Decider, Rejected

AnyPostmortemIntent = CreatePostmortem | UpdatePostmortem | PublishPostmortem
Decision = Sequence[AnyPostmortemFact]

#: By UpdatePostmortem; publishing is an intent of its own. Back from published is the way to mend or redact.
TRANSITIONS = {
    PostmortemStatus.DRAFT: (PostmortemStatus.IN_REVIEW,),
    PostmortemStatus.IN_REVIEW: (PostmortemStatus.DRAFT,),
    PostmortemStatus.PUBLISHED: (PostmortemStatus.DRAFT,),
}


def decide(intent: AnyPostmortemIntent, state: Postmortem | None, context: Context) -> Decision:
    if isinstance(intent, CreatePostmortem):
        return _create(intent, state, context)
    if state is None:
        raise Rejected("postmortem.not_found", "there is no such postmortem")
    match intent:
        case UpdatePostmortem():
            return _update(intent, state, context)
        case PublishPostmortem():
            return _publish(state, context)
        case _:
            assert_never(intent)


def _create(intent: CreatePostmortem, state: Postmortem | None, context: Context) -> Decision:
    if state is not None:
        if (state.incident_id, state.content) == (intent.incident_id, intent.content):
            return ()
        raise Rejected("postmortem.exists", "there is one already: update it")
    _refuse_unusable(intent.content)
    fact = PostmortemCreated(
        postmortem_id=intent.postmortem_id,
        incident_id=intent.incident_id,
        content=intent.content,
        created_by=context.actor,
    )
    return (fact,)


def _update(intent: UpdatePostmortem, state: Postmortem, context: Context) -> Decision:
    content, status = intent.content or state.content, intent.status or state.status
    if (content, status) == (state.content, state.status):
        return ()
    if status is not state.status and status not in TRANSITIONS[state.status]:
        ways = " or ".join(TRANSITIONS[state.status])
        raise Rejected("postmortem.transition_not_allowed", f"{state.status} can become {ways}; publishing is its own")
    if content != state.content:
        _refuse_rewriting(state, status, context)
        _refuse_unusable(content)
    fact = PostmortemUpdated(
        postmortem_id=state.postmortem_id,
        content=content,
        previous_status=state.status,
        status=status,
        updated_by=context.actor,
    )
    return (fact,)


def _publish(state: Postmortem, context: Context) -> Decision:
    if state.status is PostmortemStatus.PUBLISHED:
        return ()
    if state.status is not PostmortemStatus.IN_REVIEW:
        raise Rejected("postmortem.not_in_review", "it is a draft: move it to in_review first")
    missing = missing_for_publishing(state.content)
    if missing:
        raise Rejected("postmortem.incomplete", f"it still needs {'; '.join(missing)}")
    fact = PostmortemPublished(
        postmortem_id=state.postmortem_id,
        incident_id=state.incident_id,
        content=state.content,
        published_by=context.actor,
        published_at=context.at,
    )
    return (fact,)


def _refuse_rewriting(state: Postmortem, status: PostmortemStatus, context: Context) -> None:
    if state.status is PostmortemStatus.PUBLISHED and status is PostmortemStatus.PUBLISHED:
        raise Rejected("postmortem.published", "what is published stays as it is: set its status to draft to mend it")
    if Actor.of(state.written_by).is_human and not Actor.of(context.actor).is_human:
        raise Rejected("postmortem.written_by_human", "a machine does not replace a person's words")


def _refuse_unusable(content: PostmortemContent) -> None:
    """Here and not in the model: a fact written under other rules stays readable."""
    ids = [item.id for item in content.action_items]
    if len(set(ids)) != len(ids):
        raise Rejected("postmortem.action_item_twice", "two action items have the same id")
    if content.impact is not None and _ends_before_it_starts(content.impact):
        raise Rejected("postmortem.impact_ends_before_it_starts", "the impact ends after it starts")


def _ends_before_it_starts(impact: Impact) -> bool:
    return impact.started_at is not None and impact.ended_at is not None and impact.ended_at < impact.started_at


postmortem: Decider[AnyPostmortemIntent, Postmortem | None, AnyPostmortemFact] = Decider(
    initial=None, decide=decide, evolve=evolve
)
