"""What was learned, as requests: a draft, a review, and mostly a publication."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from local.demo.asking import DatedIntent, human
from local.demo.incidents import begins_at
from local.demo.scene import Scene
from local.demo.story import Story
from shared.domain.postmortem.intents import CreatePostmortem, PublishPostmortem, UpdatePostmortem
from shared.domain.postmortem.values import (
    ActionItem,
    ActionStatus,
    Impact,
    PostmortemContent,
    PostmortemStatus,
    RootCause,
    RootCauseCategory,
    TimelineLine,
)
from shared.kernel.ids import postmortem_id_for, service_id_for

_WORTH_TELLING = frozenset({"evidence", "action", "decision"})
_DRAFTED, _REVIEWED, _PUBLISHED = timedelta(days=1, hours=2), timedelta(days=2, hours=3), timedelta(days=3, hours=1)


@dataclass(frozen=True, slots=True)
class Todo:
    title: str
    owner: str
    #: Days after the incident.
    due: int
    status: ActionStatus = ActionStatus.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    story: str
    author: str
    reviewer: str = "ruth"
    category: RootCauseCategory
    impact: str
    cause: str
    factors: tuple[str, ...] = ()
    todos: tuple[Todo, ...] = ()
    lessons: str = ""
    reaches: Literal["draft", "in_review", "published"] = "published"


def postmortems(scene: Scene, stories: Iterable[Story], learned: Iterable[Learned]) -> Iterator[DatedIntent]:
    by_slug = {story.slug: story for story in stories}
    for each in learned:
        yield from _written(scene, by_slug[each.story], each)


def _written(scene: Scene, story: Story, learned: Learned) -> Iterator[DatedIntent]:
    incident_id, began = scene.incident(story.slug), begins_at(scene, story)
    postmortem_id = postmortem_id_for(scene.tenant_id, incident_id)
    author, reviewer = human(learned.author), human(learned.reviewer)
    content = _content(scene, story, learned, began)
    drafted = min(began + _DRAFTED, scene.now - timedelta(minutes=30))
    yield DatedIntent(
        at=drafted,
        actor=author,
        intent=CreatePostmortem(postmortem_id=postmortem_id, incident_id=incident_id, content=content),
    )
    if learned.reaches == "draft":
        return
    review = UpdatePostmortem(postmortem_id=postmortem_id, status=PostmortemStatus.IN_REVIEW)
    yield DatedIntent(at=began + _REVIEWED, actor=author, intent=review)
    if learned.reaches == "published":
        yield DatedIntent(at=began + _PUBLISHED, actor=reviewer, intent=PublishPostmortem(postmortem_id=postmortem_id))


def _content(scene: Scene, story: Story, learned: Learned, began: datetime) -> PostmortemContent:
    over = [line.after for line in story.lines if line.verb == "resolve"]
    started_at = began - timedelta(minutes=story.unseen)
    return PostmortemContent(
        title=story.title,
        summary=story.description or learned.impact,
        timeline=tuple(
            TimelineLine(occurred_at=began + line.after, text=line.text, entry_id=scene.id("entry", story.slug, index))
            for index, line in enumerate(story.lines)
            if line.verb in _WORTH_TELLING
        ),
        impact=Impact(user_impact=learned.impact, started_at=started_at, ended_at=began + over[-1] if over else None),
        root_cause=RootCause(category=learned.category, description=learned.cause),
        contributing_factors=learned.factors,
        action_items=tuple(_item(number, todo, began) for number, todo in enumerate(learned.todos, start=1)),
        no_action_needed=not learned.todos,
        lessons_learned=learned.lessons,
        service_ids=(service_id_for(scene.tenant_id, story.service),),
        tags=(learned.category.value,),
        authors=(human(learned.author),),
        reviewers=(human(learned.reviewer),),
    )


def _item(number: int, todo: Todo, began: datetime) -> ActionItem:
    return ActionItem(
        id=f"A{number}",
        title=todo.title,
        owner=human(todo.owner),
        due=(began + timedelta(days=todo.due)).date(),
        status=todo.status,
    )
