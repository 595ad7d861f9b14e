"""Changes on a real database and an Argo CD over a socket: facts go in, it is asked, and each change is shown."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest

from shared.adapters.argocd.evidence_reader import ArgoCDReader
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.evidence.http import HttpConnection
from shared.adapters.evidence.target import Target
from shared.adapters.evidence.targets import ArgoCDTarget
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.processes.change_record import PostgresChangeRecord
from shared.adapters.postgres.processes.store import PostgresProcessStore
from shared.app.changes.read_change import NOT_IN_TIME, ReadChange, waits_for_read
from shared.app.collect_evidence import CollectEvidence
from shared.app.operations.change.view import ChangeStanding, ChangeVerificationView, change_views
from shared.app.read_step import ReadStep
from shared.app.run_process import RunProcess
from shared.app.triage.at_once import AtOnce
from shared.domain.published import FACTS, INTENTS
from shared.kernel.ids import TenantId
from shared.kernel.message import Fact
from shared.ports.clock import SystemClock
from shared.ports.wake import NoWaker
from shared.processes.change_verification.facts import ChangeReadRequested
from shared.processes.change_verification.look import ChangeOutcome
from shared.processes.change_verification.react import change_verification
from shared.processes.change_verification.state import ChangeRun
from shared.processes.published import PROCESS_FACTS
from tests.support.changes import NEW, NEWER, OLD, policy, told
from tests.support.facts import OTHER_TENANT, T0, TENANT, Log
from tests.support.fake_api import FakeApi, fake_api
from tests.support.recoveries import application
from tests.support.triage_world import TriageClock

pytestmark = pytest.mark.postgres

CODEC = Codec((*INTENTS, *FACTS, *PROCESS_FACTS))
SHOP = "/api/v1/applications/shop"
COMMIT = {"author": "Ana <ana@example.com>", "date": "2026-03-01T11:00:00Z", "message": "Raise the pool (#42)"}


@dataclass
class ChangesWorld:
    """The process on its tables, its step over an Argo CD, and the record that the operations read."""

    pool: Pool
    reading: Pool
    argocd: FakeApi
    collect: CollectEvidence
    log: Log = field(default_factory=Log)

    def __post_init__(self) -> None:
        store = PostgresProcessStore(self.pool, change_verification.workflow_type)
        self.run: RunProcess[Any] = RunProcess(
            process=change_verification, store=store, encode=CODEC.encode, waker=NoWaker(), clock=TriageClock(T0)
        )
        self.step = ReadStep(
            after=(ChangeReadRequested,),
            of=ChangeRun,
            waits=waits_for_read,
            run=self.run,
            read=ReadChange(collect=self.collect, within_s=60.0),
            when_late=NOT_IN_TIME,
            at_once=AtOnce(2, each_s=60.0, within_s=120.0, name="read-change"),
        )

    def happened(self, *facts: Fact) -> None:
        for fact in facts:
            self.log.add(fact)
        self.run.handle(TENANT, self.log.facts)

    def asked(self) -> list[Any]:
        """Every process fact that asks for a look, as the broker delivers it, again and again."""
        said = PostgresChangeRecord(self.reading).facts(TENANT, application=None, limit=50)
        facts = [fact for fact in said if isinstance(fact.data, ChangeReadRequested)]
        self.step.handle(TENANT, facts)
        return facts

    def shown(self, tenant: TenantId = TENANT, application: str | None = None) -> tuple[ChangeVerificationView, ...]:
        return change_views(PostgresChangeRecord(self.reading).facts(tenant, application=application, limit=50))


@pytest.fixture
def world(database_url: str) -> Iterator[ChangesWorld]:
    with ExitStack() as stack:
        pools = [
            stack.enter_context(connect_pool(database_url, role=role, application="changes-test", max_size=3))
            for role in ("sre_process", "sre_query")
        ]
        argocd = stack.enter_context(fake_api())
        connection = HttpConnection(ArgoCDTarget(name="argo-1", url=argocd.url), Target(name="argo-1", timeout_s=60))
        reader = ArgoCDReader(connection, SystemClock())
        collect = stack.enter_context(closing(CollectEvidence(readers=[reader], clock=SystemClock())))
        yield ChangesWorld(pools[0], pools[1], argocd, collect)


def runs_at(argocd: FakeApi, revision: str, **said: Any) -> None:
    """Argo CD has the application ``shop`` at this revision."""
    argocd.says(SHOP, application(revision=revision, deployed=(OLD, revision), **said))
    argocd.says(f"{SHOP}/resource-tree", {"nodes": []})
    argocd.says(f"{SHOP}/syncwindows", {})
    argocd.says(f"{SHOP}/revisions/{revision}/metadata", COMMIT)


def test_a_change_that_holds_is_confirmed_and_shown_with_its_commit(world: ChangesWorld):
    runs_at(world.argocd, NEW)
    world.happened(policy(), told(OLD), told(NEW))
    world.run.tick()
    world.asked()
    (shown,) = world.shown()

    assert (shown.standing, shown.outcome) == (ChangeStanding.COMPLETED, ChangeOutcome.CONFIRMED)
    assert shown.commit is not None
    assert (shown.commit.author, shown.commit.pull_request) == ("Ana <ana@example.com>", "#42")
    assert (shown.previous, shown.revision, shown.incident_id) == (OLD, NEW, None)


def test_a_change_that_is_not_well_asks_for_an_incident_and_a_triage_once(world: ChangesWorld, database_url: str):
    runs_at(world.argocd, NEW, health="Degraded")
    world.happened(policy(), told(OLD), told(NEW, health="Degraded"))
    world.run.tick()
    for _ in range(2):
        world.asked()
        world.happened()
        world.run.tick()
    (shown,) = world.shown()

    assert shown.outcome is ChangeOutcome.NOT_CONFIRMED
    assert requests(database_url) == ["create-incident-requested", "start-triage-requested"]


def test_verifications_are_listed_by_application_newest_first_to_their_tenant_only(world: ChangesWorld):
    world.happened(policy(), told(OLD), told(NEW), told(NEWER))

    assert [shown.revision for shown in world.shown(application="shop")] == [NEWER, NEW]
    assert [shown.standing for shown in world.shown()] == [ChangeStanding.UNDER_WAY, ChangeStanding.ENDED]
    assert world.shown(application="other") == ()
    assert world.shown(OTHER_TENANT) == ()


def requests(url: str) -> list[str]:
    """The types of what was asked for, in their order."""
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT event::jsonb ->> 'type' FROM process.outbox ORDER BY 1").fetchall()
    return [kind.split(".")[-2] for (kind,) in rows if ".intent." in kind]
