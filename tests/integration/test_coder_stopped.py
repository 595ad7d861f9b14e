"""The coder on a real database: killed at every boundary, raced by replicas, cut off from its database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic
from uuid import uuid4

import pytest

from shared.app.coder.carry_out import CarryOut
from shared.app.coder.standing import ExecutionStanding, Stand
from shared.ports.coder_desk import Asker
from shared.ports.coder_tasks import TaskRequest, TaskStage
from shared.ports.failpoint import install_failpoint
from shared.remediation.actions import ArgoSync, ArgoTerminate
from shared.remediation.outcome import EffectStatus
from tests.support.api import ADA
from tests.support.coder_site import CoderSite, a_coder_site
from tests.support.coding import a_plan
from tests.support.outside import Mood
from tests.support.triage import Killed

pytestmark = pytest.mark.postgres

TWO = (ArgoTerminate(application="shop"), ArgoSync(application="till"))
STEPS = ("take", "taken", "consume", "consumed", "begin", "begun", "performed", "settle", "settled")
ASKER = Asker(tenant_id=ADA, owner="workflow")


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[CoderSite]:
    with a_coder_site(database_url, tmp_path) as site:
        yield site
    install_failpoint(None)


def carried(site: CoderSite, approval) -> ExecutionStanding:
    return CarryOut(site.means())(ADA, approval, until=monotonic() + 60)


def leases_end(site: CoderSite) -> None:
    site.rows("UPDATE coder.lease SET until = clock_timestamp() - interval '1 s' RETURNING 1")


@pytest.mark.parametrize("step", [*(f"coder.{step}" for step in STEPS), "outside.before", "outside.after"])
def test_killed_at_any_boundary_nothing_is_done_twice_and_the_clock_finishes_it(site: CoderSite, step: str):
    """The first time it is killed the first time that it comes there, then the second time, until it never is."""
    kills = 0
    for nth in range(1, 4):
        approval = site.granted(a_plan(*TWO))
        site.outside.log.clear()
        left = [nth]

        def kill(reached: str, left: list[int] = left) -> None:
            left[0] -= reached == step
            if reached == step and left[0] == 0:
                raise Killed

        install_failpoint(kill)
        try:
            site.desk().send(ASKER, str(uuid4()), TaskRequest(approval_id=approval), until=monotonic() + 60)
        except Killed:
            kills += 1
        install_failpoint(None)
        leases_end(site)
        site.rows("UPDATE coder.task SET changed_at = changed_at - interval '1 min' RETURNING 1")
        site.tick()
        assert site.rows("SELECT state, due FROM coder.task WHERE approval_id = %s", approval) == [("completed", False)]
        assert [change.place for change in site.outside.log] == [0, 1]
        if left[0] > 0:
            break
    assert kills == nth - 1 > 0


def test_of_many_replicas_at_once_each_action_is_done_by_one(site: CoderSite):
    approvals = [site.granted(a_plan(*TWO)) for _ in range(3)]
    with ThreadPoolExecutor(6) as replicas:
        stands = [each.stand for each in replicas.map(lambda approval: carried(site, approval), approvals * 4)]
    assert set(stands) <= {Stand.ENDED, Stand.UNDER_WAY}
    ended = [carried(site, approval).outcome.status for approval in approvals]
    assert ended == [EffectStatus.SUCCEEDED] * 3
    done = [(change.approval_id, change.place) for change in site.outside.log]
    assert sorted(done, key=str) == sorted(((each, place) for each in approvals for place in (0, 1)), key=str)


def test_a_cancelling_elsewhere_is_noticed_before_the_next_action(site: CoderSite):
    approval = site.granted(a_plan(*TWO))
    desk = site.desk()
    tasks = []

    def cancel(reached: str) -> None:
        if reached == "outside.after":
            install_failpoint(None)
            (task,) = desk.listed(ASKER)
            tasks.append(site.desk().cancel(ASKER, task.task_id))

    install_failpoint(cancel)
    after = desk.send(ASKER, "m", TaskRequest(approval_id=approval), until=monotonic() + 60)
    assert [tasks[0].stage, after.stage] == [TaskStage.CANCELED, TaskStage.CANCELED]
    assert after.outcome is not None
    assert [action.status for action in after.outcome.actions] == [EffectStatus.SUCCEEDED, EffectStatus.SKIPPED]
    assert len(site.outside.log) == 1


def test_what_was_on_its_way_when_it_was_cancelled_is_found_out_by_the_clock(site: CoderSite):
    approval = site.granted(a_plan(*TWO))
    site.outside.mood = Mood.ANSWER_LOST
    task = site.desk().send(ASKER, "m", TaskRequest(approval_id=approval), until=monotonic() + 60)
    assert task.stage is TaskStage.WORKING
    site.desk().cancel(ASKER, task.task_id)
    site.outside.mood = Mood.WELL
    site.rows("UPDATE coder.task SET changed_at = changed_at - interval '1 min' RETURNING 1")
    assert site.tick() == 1
    found = site.desk().get(ASKER, task.task_id)
    assert (found.stage, found.due) == (TaskStage.CANCELED, False)
    assert found.outcome is not None
    assert [action.status for action in found.outcome.actions] == [EffectStatus.SUCCEEDED, EffectStatus.SKIPPED]


def test_its_role_reads_approvals_and_writes_nothing_but_its_own(site: CoderSite):
    site.granted()
    forbidden = (
        "UPDATE domain.aggregate SET version = version + 1",
        "INSERT INTO domain.outbox DEFAULT VALUES",
        "SELECT 1 FROM domain.fact",
        "SELECT 1 FROM process.fact",
        "INSERT INTO coder.switch (name, paused, reason) VALUES ('all', false, 'mine')",
        "UPDATE coder.switch SET paused = false",
        "DELETE FROM coder.effect",
        "DELETE FROM coder.execution",
    )
    with site.pool.connection() as connection:
        for statement in forbidden:
            with pytest.raises(Exception, match="permission denied"):
                connection.execute(statement.encode())
        assert connection.execute("SELECT count(*) FROM domain.aggregate").fetchone() == (0,)
