"""When a service was how bad: as long as its alerts fired."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from local.demo.alerts import firings
from local.demo.incidents import begins_at
from local.demo.scene import Scene
from local.demo.story import Story
from shared.kernel.vocabulary import Severity


@dataclass(frozen=True, slots=True)
class Harm:
    """``ends_at`` None: it goes on as the history ends."""

    service: str
    severity: Severity
    starts_at: datetime
    ends_at: datetime | None
    title: str


def harms(scene: Scene, stories: Iterable[Story]) -> Iterator[Harm]:
    for story in stories:
        since = begins_at(scene, story)
        for fires in story.alerts:
            if fires.goes_stale:
                continue
            for firing in firings(scene, story.service, fires, since, story.slug):
                yield Harm(story.service, fires.severity, firing.starts_at, firing.ends_at, story.title)


def overlap(harm: Harm, starts_at: datetime, ends_at: datetime) -> float:
    """The share of that time during which it lasted."""
    until = ends_at if harm.ends_at is None else min(harm.ends_at, ends_at)
    return max(until - max(harm.starts_at, starts_at), timedelta(0)) / (ends_at - starts_at)
