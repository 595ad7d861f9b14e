"""Where whoever carries plans out is asked: each request is kept, answered the same again, and gone on with later."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from shared.app.coder.carry_out import CarryOut
from shared.app.coder.compare import comparison_of
from shared.app.coder.standing import ExecutionStanding, HeldBack, Stand
from shared.app.coder.warrant import wanted_of
from shared.kernel.ids import derive
from shared.ports.clock import Clock, SystemClock
from shared.ports.coder_desk import Asker, Desk, TaskEnded, UnknownTask, WrongRequest
from shared.ports.coder_tasks import CoderTask, CoderTasks, TaskRequest, TaskStage
from shared.ports.current_state import Reference, Stored
from shared.remediation.ground import PlanComparison
from shared.remediation.outcome import DryRun, EffectStatus
from shared.remediation.plan_text import InvalidPlan, read_plan
from shared.remediation.skills import misfit

_STAGES = {
    Stand.UNDER_WAY: TaskStage.WORKING,
    Stand.HELD: TaskStage.INPUT_REQUIRED,
    Stand.CANCELLED: TaskStage.CANCELED,
}
#: The clock leaves a request alone for so long after somebody was at it.
_UNCHANGED_S = 10.0
_AT_A_TICK = 10
_LISTED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CoderDesk:
    carry_out: CarryOut
    tasks: CoderTasks
    clock: Clock = field(default_factory=SystemClock)
    monotonic: Callable[[], float] = time.monotonic

    def send(
        self, asker: Asker, message_id: str, request: TaskRequest, *, until: float, at_once: bool = False
    ) -> CoderTask:
        self._refuse_wrong(asker, request)
        task = self.tasks.take_in(
            CoderTask(
                tenant_id=asker.tenant_id,
                owner=asker.owner,
                message_id=message_id,
                task_id=derive(asker.tenant_id, "coder_task", asker.owner, message_id),
                request=request,
                stage=TaskStage.WORKING,
                reason="it was taken in",
                outcome=None,
                due=True,
                changed_at=self.clock.now(),
            )
        )
        if task.request != request:
            raise WrongRequest("a message with this id asked for something else")
        return task if task.stage.ended or at_once else self._go_on(task, until)

    def dry_run(self, asker: Asker, plan: str, *, until: float) -> DryRun:
        return self.carry_out.dry_run(asker.tenant_id, plan, until=until)

    def compare(self, asker: Asker, approval_id: UUID, *, until: float) -> PlanComparison:
        stored = self._approval(asker, approval_id)
        return comparison_of(self.carry_out.means, asker.tenant_id, stored, until)

    def get(self, asker: Asker, task_id: UUID) -> CoderTask:
        task = self.tasks.get(asker.tenant_id, asker.owner, task_id)
        if task is None:
            raise UnknownTask
        return task

    def listed(
        self, asker: Asker, *, approval_id: UUID | None = None, stage: TaskStage | None = None, limit: int = _LISTED
    ) -> Sequence[CoderTask]:
        limit = min(limit, _LISTED)
        return self.tasks.listed(asker.tenant_id, asker.owner, approval_id=approval_id, stage=stage, limit=limit)

    def cancel(self, asker: Asker, task_id: UUID) -> CoderTask:
        task = self.get(asker, task_id)
        if task.stage is TaskStage.CANCELED:
            return task
        if task.stage.ended:
            raise TaskEnded
        self.carry_out.cancel(task.tenant_id, task.request.approval_id, task.owner)
        return self.tasks.save(
            replace(task, stage=TaskStage.CANCELED, reason="it was cancelled", due=True, changed_at=self.clock.now())
        )

    def stop(self, asker: Asker, approval_id: UUID) -> None:
        self._approval(asker, approval_id)
        self.carry_out.cancel(asker.tenant_id, approval_id, asker.owner)

    def tick(self, until: float) -> int:
        due = self.tasks.take_due(unchanged_for_s=_UNCHANGED_S, limit=_AT_A_TICK)
        gone_on = 0
        for task in due:
            if self.monotonic() >= until:
                break
            self._go_on(task, until)
            gone_on += 1
        return gone_on

    def _approval(self, asker: Asker, approval_id: UUID) -> Stored:
        stored = self.carry_out.means.state.get(asker.tenant_id, Reference("approval", approval_id))
        if stored is None:
            raise WrongRequest("there is no such approval")
        return stored

    def _refuse_wrong(self, asker: Asker, request: TaskRequest) -> None:
        """Whether it may be carried out now is for the task to say; what never fits is refused here."""
        stored = self._approval(asker, request.approval_id)
        try:
            plan = read_plan(stored.state["definition"]["plan"])
            wanted = wanted_of(plan, request.actions)
        except (InvalidPlan, HeldBack) as wrong:
            raise WrongRequest(str(wrong)) from wrong
        kind = misfit(request.skill, plan, wanted) if request.skill else None
        if kind is not None:
            raise WrongRequest(f"{request.skill} is not for {kind}, which was approved")

    def _go_on(self, task: CoderTask, until: float) -> CoderTask:
        request = task.request
        carried = self.carry_out(task.tenant_id, request.approval_id, actions=request.actions, until=until)
        return self.tasks.save(self._after(task, carried))

    def _after(self, task: CoderTask, carried: ExecutionStanding) -> CoderTask:
        status = carried.outcome.status
        ended = {EffectStatus.SUCCEEDED: TaskStage.COMPLETED, EffectStatus.FAILED: TaskStage.FAILED}
        stage = _STAGES.get(carried.stand) or ended.get(status, TaskStage.REJECTED)
        return replace(
            task,
            stage=stage,
            reason=carried.outcome.reason,
            outcome=carried.outcome,
            due=carried.stand is Stand.UNDER_WAY or carried.unsettled,
            changed_at=self.clock.now(),
        )


_: type[Desk] = CoderDesk
