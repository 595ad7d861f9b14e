"""What was asked for over A2A, on Postgres, as the role sre_coder."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from shared.adapters.postgres.connection import Pool, sweep, transaction
from shared.kernel.ids import TenantId
from shared.ports.coder_tasks import CoderTask, CoderTasks, TaskRequest, TaskStage, TooManyTasks
from shared.ports.store import StoreUnavailable
from shared.remediation.outcome import RemediationOutcome

#: Requests of one owner for one approval: a plan has twenty actions at most, and each may be asked for alone.
_MOST = 100
_COLUMNS = "tenant_id, owner, message_id, task_id, approval_id, request, state, reason, outcome, due, changed_at"
_ENDED = [stage.value for stage in TaskStage if stage.ended]


class PostgresCoderTasks:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def take_in(self, task: CoderTask) -> CoderTask:
        key = (task.tenant_id, task.owner, task.message_id)
        with transaction(self._pool, task.tenant_id, unavailable=StoreUnavailable) as connection:
            connection.execute(
                "INSERT INTO coder.task"
                " (tenant_id, owner, message_id, task_id, approval_id, request, state, reason, due)"
                " SELECT %s, %s, %s, %s, %s, %s, %s, %s, %s WHERE %s > (SELECT count(*) FROM coder.task"
                " WHERE tenant_id = %s AND owner = %s AND approval_id = %s) ON CONFLICT DO NOTHING",
                (
                    *key,
                    task.task_id,
                    task.request.approval_id,
                    Jsonb({"actions": task.request.actions, "skill": task.request.skill}),
                    task.stage,
                    task.reason,
                    task.due,
                    _MOST,
                    task.tenant_id,
                    task.owner,
                    task.request.approval_id,
                ),
            )
            row = connection.execute(
                f"SELECT {_COLUMNS} FROM coder.task"  # noqa: S608 - a constant
                " WHERE tenant_id = %s AND owner = %s AND message_id = %s",
                key,
            ).fetchone()
        if row is None:
            raise TooManyTasks
        return _task(row)

    def save(self, task: CoderTask) -> CoderTask:
        outcome = None if task.outcome is None else Jsonb(task.outcome.model_dump(mode="json"))
        with transaction(self._pool, task.tenant_id, unavailable=StoreUnavailable) as connection:
            row = connection.execute(
                "UPDATE coder.task SET state = CASE WHEN state = ANY(%(ended)s) THEN state ELSE %(state)s END,"  # noqa: S608
                " reason = CASE WHEN state = ANY(%(ended)s) THEN reason ELSE %(reason)s END,"
                " outcome = coalesce(%(outcome)s, outcome), due = %(due)s, changed_at = clock_timestamp()"
                f" WHERE tenant_id = %(tenant)s AND task_id = %(task)s RETURNING {_COLUMNS}",
                {
                    "ended": _ENDED,
                    "state": task.stage,
                    "reason": task.reason,
                    "outcome": outcome,
                    "due": task.due,
                    "tenant": task.tenant_id,
                    "task": task.task_id,
                },
            ).fetchone()
        return task if row is None else _task(row)

    def get(self, tenant_id: TenantId, owner: str, task_id: UUID) -> CoderTask | None:
        with transaction(self._pool, tenant_id, unavailable=StoreUnavailable) as connection:
            row = connection.execute(
                f"SELECT {_COLUMNS} FROM coder.task WHERE tenant_id = %s AND task_id = %s AND owner = %s",  # noqa: S608
                (tenant_id, task_id, owner),
            ).fetchone()
        return None if row is None else _task(row)

    def listed(
        self, tenant_id: TenantId, owner: str, *, approval_id: UUID | None, stage: TaskStage | None, limit: int
    ) -> Sequence[CoderTask]:
        with transaction(self._pool, tenant_id, unavailable=StoreUnavailable) as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM coder.task WHERE tenant_id = %(tenant)s AND owner = %(owner)s"  # noqa: S608
                " AND (%(approval)s::uuid IS NULL OR approval_id = %(approval)s)"
                " AND (%(state)s::text IS NULL OR state = %(state)s)"
                " ORDER BY changed_at DESC, task_id LIMIT %(limit)s",
                {"tenant": tenant_id, "owner": owner, "approval": approval_id, "state": stage, "limit": limit},
            ).fetchall()
        return [_task(row) for row in rows]

    def take_due(self, *, unchanged_for_s: float, limit: int) -> Sequence[CoderTask]:
        with sweep(self._pool, unavailable=StoreUnavailable) as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM coder.task WHERE due"  # noqa: S608 - a constant
                " AND changed_at <= clock_timestamp() - make_interval(secs => %s) ORDER BY changed_at LIMIT %s",
                (unchanged_for_s, limit),
            ).fetchall()
        return [task for row in rows if self._taken(task := _task(row))]

    def _taken(self, task: CoderTask) -> bool:
        """Several take from the same list; each task is one's who is first at it."""
        with transaction(self._pool, task.tenant_id, unavailable=StoreUnavailable) as connection:
            taken = connection.execute(
                "UPDATE coder.task SET changed_at = clock_timestamp()"
                " WHERE tenant_id = %s AND task_id = %s AND due AND changed_at = %s",
                (task.tenant_id, task.task_id, task.changed_at),
            )
        return taken.rowcount == 1


def _task(row: tuple[Any, ...]) -> CoderTask:
    tenant_id, owner, message_id, task_id, approval_id, request, state, reason, outcome, due, changed_at = row
    return CoderTask(
        tenant_id=TenantId(tenant_id),
        owner=owner,
        message_id=message_id,
        task_id=task_id,
        request=TaskRequest(approval_id=approval_id, actions=tuple(request["actions"]), skill=request["skill"]),
        stage=TaskStage(state),
        reason=reason,
        outcome=None if outcome is None else RemediationOutcome.model_validate(outcome),
        due=due,
        changed_at=changed_at,
    )


_: type[CoderTasks] = PostgresCoderTasks
