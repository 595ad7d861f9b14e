"""Who is on call: a weekly turn in every team, by day also a second one where shops are open, and one swap."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final

from local.demo.asking import DatedIntent, human
from local.demo.company import BOOKING, DUTY_MANAGER, PLATFORM, TEAMS, WEB, Team
from local.demo.scene import DAYS, Scene
from shared.domain.on_call_schedule.intents import AddOnCallOverride, CreateOnCallSchedule
from shared.domain.on_call_schedule.values import Hours, Layer, Override, ScheduleDefinition
from shared.kernel.ids import ScheduleId, schedule_id_for

_WORKDAYS: Final = Hours(days=("mon", "tue", "wed", "thu", "fri"), start="09:00", until="17:00")


def schedules(scene: Scene) -> Iterator[DatedIntent]:
    for team in TEAMS:
        intent = CreateOnCallSchedule(schedule_id=_id(scene, team), slug=team.slug, definition=_definition(scene, team))
        yield DatedIntent(at=scene.on(DAYS + 7, "09:15"), actor=human(team.people[0]), intent=intent)
    yield _swap(scene, PLATFORM)


def _definition(scene: Scene, team: Team) -> ScheduleDefinition:
    turns = tuple(human(person) for person in team.people)
    monday = scene.on(DAYS + 7, "09:00")
    first = datetime.combine(monday.date() - timedelta(days=monday.weekday()), time(9))
    layers = [Layer(name="always", members=turns, first_handoff=first)]
    if team in (WEB, BOOKING):
        layers.append(Layer(name="office hours", members=turns[::-1], first_handoff=first, hours=(_WORKDAYS,)))
    return ScheduleDefinition(
        name=f"{team.name}: on call",
        zone=team.zone,
        layers=tuple(layers),
        fallback=human(DUTY_MANAGER),
        tags=(team.slug,),
    )


def _swap(scene: Scene, team: Team) -> DatedIntent:
    override = Override(
        override_id=scene.id("override", team.slug),
        person=human(team.people[-1]),
        starts_at=scene.ago(hours=1),
        ends_at=scene.now + timedelta(hours=5),
        reason="Swapped for a visit to the dentist.",
    )
    intent = AddOnCallOverride(schedule_id=_id(scene, team), override=override)
    return DatedIntent(at=scene.ago(hours=3), actor=human(team.people[0]), intent=intent)


def _id(scene: Scene, team: Team) -> ScheduleId:
    return schedule_id_for(scene.tenant_id, team.slug)
