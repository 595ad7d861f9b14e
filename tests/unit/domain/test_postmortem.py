"""What can be asked of a postmortem, and what follows."""

from uuid import UUID

import pytest

from shared.domain.postmortem.aggregate import public_state_of_postmortem
from shared.domain.postmortem.decide import postmortem
from shared.domain.postmortem.facts import PostmortemCreated, PostmortemPublished, PostmortemUpdated
from shared.domain.postmortem.intents import CreatePostmortem, PublishPostmortem, UpdatePostmortem
from shared.domain.postmortem.values import (
    ActionItem,
    Impact,
    PostmortemContent,
    PostmortemStatus,
    RootCause,
    RootCauseCategory,
)
from shared.kernel.ids import IncidentId, PostmortemId
from tests.support.given import ANA, NOON, Given, after

POSTMORTEM, INCIDENT = PostmortemId(UUID(int=21)), IncidentId(UUID(int=22))
DRAFT, IN_REVIEW, PUBLISHED = PostmortemStatus.DRAFT, PostmortemStatus.IN_REVIEW, PostmortemStatus.PUBLISHED
BEN, ROBOT = "human:ben", "process:triage"
SKETCH = PostmortemContent(title="Checkout failed")
WHOLE = PostmortemContent(
    title="Checkout failed",
    impact=Impact(user_impact="Orders failed", started_at=NOON, ended_at=after(40)),
    root_cause=RootCause(category=RootCauseCategory.CONFIGURATION, description="A pool of one"),
    action_items=(ActionItem(id="a1", title="Refuse small pools"),),
    authors=("ana",),
    reviewers=("ben",),
)
given = Given(postmortem)
publish = PublishPostmortem(postmortem_id=POSTMORTEM)


def create(content=SKETCH):
    return CreatePostmortem(postmortem_id=POSTMORTEM, incident_id=INCIDENT, content=content)


def update(content=None, status=None):
    return UpdatePostmortem(postmortem_id=POSTMORTEM, content=content, status=status)


def created(content=SKETCH, by=ANA):
    return PostmortemCreated(postmortem_id=POSTMORTEM, incident_id=INCIDENT, content=content, created_by=by)


def updated(content, previous, status, by=ANA):
    return PostmortemUpdated(
        postmortem_id=POSTMORTEM, content=content, previous_status=previous, status=status, updated_by=by
    )


published = PostmortemPublished(
    postmortem_id=POSTMORTEM, incident_id=INCIDENT, content=WHOLE, published_by=BEN, published_at=after(5)
)
in_review = given.facts(created(WHOLE), updated(WHOLE, DRAFT, IN_REVIEW))


def test_it_is_created_once_as_a_draft():
    past = given.when(create()).then(created())
    assert past.state.status is DRAFT
    past.when(create()).then_nothing()
    past.when(create(WHOLE)).then_rejected("postmortem.exists")


def test_it_goes_from_draft_to_review_to_published():
    past = given.facts(created(WHOLE)).when(update(status=IN_REVIEW)).then(updated(WHOLE, DRAFT, IN_REVIEW))
    past = past.when(publish, at=after(5), actor=BEN).then(published)
    past.when(publish).then_nothing()
    assert (past.state.status, past.state.published_at) == (PUBLISHED, after(5))


def test_a_draft_is_not_published_and_publishing_is_an_intent_of_its_own():
    given.facts(created(WHOLE)).when(publish).then_rejected("postmortem.not_in_review")
    in_review.when(update(status=PUBLISHED)).then_rejected("postmortem.transition_not_allowed")


def test_what_publishing_needs_is_said_all_at_once():
    past = given.facts(created(SKETCH), updated(SKETCH, DRAFT, IN_REVIEW))
    refused = past.when(publish)
    refused.then_rejected("postmortem.incomplete", saying="a root cause; the impact; an action item")
    refused.then_rejected("postmortem.incomplete", saying="a reviewer who is not an author")


@pytest.mark.parametrize(
    ("change", "enough"),
    [
        ({"action_items": ()}, False),
        ({"action_items": (), "no_action_needed": True}, True),
        ({"reviewers": ("ana",)}, False),
        ({"reviewers": ("ana", "ben")}, True),
        ({"root_cause": None}, False),
        ({"impact": None}, False),
    ],
)
def test_each_part_of_the_gate_counts(change, enough):
    content = WHOLE.model_copy(update=change)
    refused = given.facts(created(content), updated(content, DRAFT, IN_REVIEW)).when(publish).rejected
    assert (refused is None) is enough


def test_what_is_published_stays_until_it_is_taken_back():
    past = in_review.facts(published)
    changed = WHOLE.model_copy(update={"summary": "redacted"})
    past.when(update(changed)).then_rejected("postmortem.published")
    back = past.when(update(changed, DRAFT)).then(updated(changed, PUBLISHED, DRAFT))
    assert (back.state.published_at, back.state.status) == (None, DRAFT)


def test_a_machine_does_not_replace_a_persons_words_but_may_move_it_along():
    given.facts(created(WHOLE)).when(update(SKETCH), actor=ROBOT).then_rejected("postmortem.written_by_human")
    given.facts(created(WHOLE)).when(update(status=IN_REVIEW), actor=ROBOT).then(
        updated(WHOLE, DRAFT, IN_REVIEW, ROBOT)
    )
    given.facts(created(SKETCH, ROBOT)).when(update(WHOLE), actor=ROBOT).then(updated(WHOLE, DRAFT, DRAFT, ROBOT))


def test_the_same_again_changes_nothing():
    in_review.when(update(WHOLE, IN_REVIEW)).then_nothing()
    in_review.when(update()).then_nothing()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"action_items": WHOLE.action_items * 2}, "postmortem.action_item_twice"),
        (
            {"impact": Impact(user_impact="x", started_at=after(1), ended_at=NOON)},
            "postmortem.impact_ends_before_it_starts",
        ),
    ],
)
def test_content_that_contradicts_itself_is_refused(change, code):
    content = WHOLE.model_copy(update=change)
    given.when(create(content)).then_rejected(code)
    given.facts(created()).when(update(content)).then_rejected(code)


def test_others_learn_its_status_and_which_incident_it_is_about():
    assert public_state_of_postmortem(in_review.facts(published).state) == {
        "status": "published",
        "incident_id": str(INCIDENT),
    }


@pytest.mark.parametrize("intent", [update(WHOLE), publish], ids=lambda intent: type(intent).__name__)
def test_nothing_can_be_asked_of_a_postmortem_that_nobody_created(intent):
    given.when(intent).then_rejected("postmortem.not_found")
