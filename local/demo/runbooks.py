"""What people do when an alert fires, and each time that they did it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from local.demo.asking import DatedIntent, human
from local.demo.company import team_of
from local.demo.incidents import begins_at, resource_of
from local.demo.scene import DAYS, Scene
from local.demo.story import Story
from shared.domain.runbook.intents import CompleteRunbookExecution, CreateRunbook, ExecuteRunbook
from shared.domain.runbook.values import (
    ExecutionOutcome,
    RunbookDefinition,
    RunbookStep,
    StepResult,
    StepStatus,
)
from shared.kernel.ids import ExecutionId, runbook_id_for
from shared.kernel.vocabulary import RiskTier


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    slug: str
    title: str
    description: str
    author: str
    #: ``service/alert`` for each alert that names it; a service of ``*`` is any.
    alerts: tuple[str, ...]
    #: ``id: what is done``; those of high risk begin with ``!``.
    steps: tuple[str, ...]
    #: How it is seen that it worked.
    verify: str


@dataclass(frozen=True, slots=True)
class Run:
    """``after`` and ``lasted`` are minutes; ``failed_at``: the step that did not work."""

    guide: str
    story: str
    who: str
    after: float
    lasted: float
    failed_at: str | None = None
    note: str = ""


def runbooks(
    scene: Scene, stories: Iterable[Story], guides: Iterable[Guide], runs: Iterable[Run]
) -> Iterator[DatedIntent]:
    by_slug, by_story = {guide.slug: guide for guide in guides}, {story.slug: story for story in stories}
    for guide in by_slug.values():
        intent = CreateRunbook(
            runbook_id=runbook_id_for(scene.tenant_id, guide.slug), slug=guide.slug, definition=_definition(guide)
        )
        yield DatedIntent(at=scene.on(DAYS + 7, "09:20"), actor=human(guide.author), intent=intent)
    for run in runs:
        yield from _ran(scene, by_slug[run.guide], by_story[run.story], run)


def _definition(guide: Guide) -> RunbookDefinition:
    pairs = [tuple(alert.split("/")) for alert in guide.alerts]
    names = "|".join(sorted({name for _, name in pairs}))
    services = sorted({service for service, _ in pairs})
    return RunbookDefinition(
        title=guide.title,
        description=guide.description,
        trigger_conditions=(
            f'alertname=~"{names}"',
            *(() if "*" in services else (f'service=~"{"|".join(services)}"',)),
        ),
        urls=tuple(
            f"https://runbooks.tidewater.example/{service}/{name.lower()}" for service, name in pairs if service != "*"
        ),
        steps=tuple(_step(guide, line) for line in guide.steps),
        approval_required=False,
        owner=team_of(guide.author).slug,
        tags=(team_of(guide.author).slug,),
    )


def _step(guide: Guide, line: str) -> RunbookStep:
    name, _, title = line.removeprefix("!").partition(": ")
    risk = RiskTier.HIGH if line.startswith("!") else RiskTier.READ
    return RunbookStep(id=name, title=title, risk=risk, verify=guide.verify if line == guide.steps[-1] else "")


def _ran(scene: Scene, guide: Guide, story: Story, run: Run) -> Iterator[DatedIntent]:
    runbook_id = runbook_id_for(scene.tenant_id, guide.slug)
    execution_id = ExecutionId(scene.id("run", run.guide, run.story, run.after))
    asked_at = begins_at(scene, story) + timedelta(minutes=run.after)
    execute = ExecuteRunbook(
        runbook_id=runbook_id,
        execution_id=execution_id,
        incident_id=scene.incident(story.slug),
        target=resource_of(story.service),
    )
    yield DatedIntent(at=asked_at, actor=human(run.who), intent=execute)
    ended = CompleteRunbookExecution(
        runbook_id=runbook_id,
        execution_id=execution_id,
        outcome=ExecutionOutcome.SUCCEEDED if run.failed_at is None else ExecutionOutcome.FAILED,
        steps=tuple(_results(guide, run)),
        note=run.note,
    )
    yield DatedIntent(at=asked_at + timedelta(minutes=run.lasted), actor=human(run.who), intent=ended)


def _results(guide: Guide, run: Run) -> Iterator[StepResult]:
    steps = [_step(guide, line) for line in guide.steps]
    for step in steps:
        failed = step.id == run.failed_at
        status = StepStatus.FAILED if failed else StepStatus.SUCCEEDED
        yield StepResult(step_id=step.id, status=status, duration_s=round(60 * run.lasted / len(steps), 1))
        if failed:
            return
