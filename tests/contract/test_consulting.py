"""A decision that depends on how others stand, on every store there is."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.memory.fact_store import MemoryFactStore
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.fact_store import PostgresFactStore
from shared.app.handle_intents import HandleIntents
from shared.domain.alert.aggregate import ALERT as ALERTS
from shared.domain.incident.aggregate import INCIDENT as INCIDENTS
from shared.domain.incident.intents import AssignIncidentRole, CloseIncident, MarkIncidentMerged, MergeIncidents
from shared.domain.incident.values import AlertRef, IncidentRole
from shared.domain.postmortem.aggregate import POSTMORTEM as POSTMORTEMS
from shared.domain.postmortem.intents import CreatePostmortem, PublishPostmortem, UpdatePostmortem
from shared.domain.postmortem.values import Impact, PostmortemContent, PostmortemStatus, RootCause, RootCauseCategory
from shared.kernel.envelope import Envelope
from shared.kernel.ids import PostmortemId, TenantId, postmortem_id_for
from shared.kernel.message import Intent
from shared.kernel.vocabulary import IncidentStatus, Severity
from shared.ports.fact_store import FactStore
from shared.ports.failpoint import install_failpoint
from shared.ports.outcome import Outcome
from shared.ports.wake import NoWaker
from tests.support.alerts import ALERT, sighted
from tests.support.given import NOON
from tests.support.incidents import INCIDENT, OTHER, close, correlate, create, move_to, resolve, waive

TENANT, STRANGER = TenantId(UUID(int=1)), TenantId(UUID(int=2))
AGGREGATES = (ALERTS, INCIDENTS, POSTMORTEMS)
CODEC = Codec([message for each in AGGREGATES for message in (*each.intents, *each.facts)])
OPENED = create(severity=Severity.CRITICAL)
HELD = correlate(AlertRef(alert_id=ALERT, episode=1))
BOT, ANA = "integration:ci", "human:ana"


class Desk:
    """Hands in intents under ids of their own."""

    def __init__(self, store: FactStore) -> None:
        aggregates = {each.name: each for each in AGGREGATES}
        self._handle = HandleIntents(store=store, aggregates=aggregates, encode=CODEC.encode, waker=NoWaker())
        self._asked = 0

    def __call__(
        self, *intents: Intent, actor: str = ANA, tenant: TenantId = TENANT, version: int | None = None
    ) -> list[Outcome]:
        return self._handle(tenant, [self._envelope(intent, actor, tenant, version) for intent in intents])

    def _envelope(self, intent: Intent, actor: str, tenant: TenantId, version: int | None) -> Envelope[Intent]:
        self._asked += 1
        return Envelope(
            message_id=UUID(int=self._asked),
            tenant_id=tenant,
            data=intent,
            occurred_at=NOON,
            producer="/sre/test",
            actor=actor,
            correlation_id=UUID(int=9),
            aggregate_version=version,
        )


@pytest.fixture(params=["memory", "postgres"])
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    if request.param == "memory":
        yield Desk(MemoryFactStore())
        return
    pool = connect_pool(request.getfixturevalue("database_url"), role="sre_writer", application="test")
    yield Desk(PostgresFactStore(pool))
    pool.close()


def codes(outcomes: list[Outcome]) -> list[str]:
    return [outcome.problem.code if outcome.problem else outcome.status for outcome in outcomes]


def test_another_aggregates_standing_is_read_as_last_committed(desk: Desk):
    desk(sighted(), OPENED, HELD)
    assert codes(desk(resolve, actor=BOT)) == ["incident.alerts_firing"]
    desk(sighted("resolved"))
    assert codes(desk(resolve, actor=BOT)) == ["accepted"]


def test_within_a_batch_the_others_stand_as_the_batch_has_left_them_so_far(desk: Desk):
    desk(sighted(), OPENED, HELD)
    outcomes = desk(resolve, sighted("resolved"), resolve, actor=BOT)
    assert codes(outcomes) == ["incident.alerts_firing", "accepted", "accepted"]


def test_whom_the_batch_itself_has_made_to_be_consulted_is_consulted(desk: Desk):
    """Before the batch there was neither the incident nor its alert in it, and the alert is in another transaction."""
    desk(sighted())
    assert codes(desk(OPENED, HELD, resolve, actor=BOT)) == ["accepted", "accepted", "incident.alerts_firing"]


def test_one_that_is_first_made_by_the_batch_is_absent_until_then(desk: Desk):
    desk(create(severity=Severity.LOW))
    merge = MergeIncidents(incident_id=INCIDENT, merged_ids=(OTHER,), reason="r")
    outcomes = desk(merge, create(incident_id=OTHER), merge)
    assert codes(outcomes) == ["incident.merge_unknown", "accepted", "accepted"]
    mark = MarkIncidentMerged(incident_id=OTHER, merged_into=INCIDENT, reason="r")
    assert [len(outcome.fact_ids) for outcome in desk(mark)] == [2]


def test_another_tenants_aggregate_does_not_exist(desk: Desk):
    desk(create(incident_id=OTHER), tenant=STRANGER)
    desk(OPENED)
    merge = MergeIncidents(incident_id=INCIDENT, merged_ids=(OTHER,), reason="r")
    assert codes(desk(merge)) == ["incident.merge_unknown"]


def test_where_no_postmortem_has_ever_been_a_grave_incident_is_closed_by_a_waiver(desk: Desk):
    desk(OPENED, resolve)
    assert codes(desk(close, waive, close)) == ["incident.postmortem_required", "accepted", "accepted"]


def written(postmortem_id: PostmortemId, about=INCIDENT) -> CreatePostmortem:
    content = PostmortemContent(
        title="Checkout failed",
        impact=Impact(user_impact="nobody could pay"),
        root_cause=RootCause(category=RootCauseCategory.CODE, description="a missing index"),
        no_action_needed=True,
        authors=("ana",),
        reviewers=("ben",),
    )
    return CreatePostmortem(postmortem_id=postmortem_id, incident_id=about, content=content)


@pytest.mark.parametrize("closing", [close, move_to(IncidentStatus.CLOSED)])
def test_the_incidents_own_postmortem_opens_the_gate_when_it_is_published(desk: Desk, closing: Intent):
    own = postmortem_id_for(TENANT, INCIDENT)
    desk(OPENED, resolve, written(own))
    assert codes(desk(closing)) == ["incident.postmortem_required"]
    desk(UpdatePostmortem(postmortem_id=own, status=PostmortemStatus.IN_REVIEW))
    published, closed = desk(PublishPostmortem(postmortem_id=own), closing)
    assert codes([published, closed]) == ["accepted", "accepted"]


def test_another_postmortem_opens_it_by_name_if_it_is_about_this_incident(desk: Desk):
    named, elsewhere = PostmortemId(UUID(int=71)), PostmortemId(UUID(int=72))
    desk(OPENED, resolve, written(named), written(elsewhere, OTHER))
    for one in (named, elsewhere):
        desk(
            UpdatePostmortem(postmortem_id=one, status=PostmortemStatus.IN_REVIEW), PublishPostmortem(postmortem_id=one)
        )
    outcomes = desk(
        close,
        CloseIncident(incident_id=INCIDENT, postmortem_id=elsewhere),
        CloseIncident(incident_id=INCIDENT, postmortem_id=named),
    )
    assert codes(outcomes) == ["incident.postmortem_required", "incident.postmortem_required", "accepted"]


def test_a_new_commander_is_named_only_by_who_knows_of_the_last_one(desk: Desk):
    (opened,) = desk(OPENED)

    def name(person):
        return AssignIncidentRole(incident_id=INCIDENT, role=IncidentRole.COMMANDER, assignee=person)

    assert codes(desk(name("ben"), version=opened.aggregate_version)) == ["accepted"]
    assert codes(desk(name("ana"), version=opened.aggregate_version)) == ["version.conflict"]


def test_it_is_one_read_for_a_whole_batch_and_none_where_nobody_asks(database_url: str):
    pool = connect_pool(database_url, role="sre_writer", application="test")
    desk = Desk(PostgresFactStore(pool))
    desk(OPENED, create(incident_id=OTHER, severity=Severity.LOW), HELD)
    seen: list[str] = []
    install_failpoint(seen.append)
    try:
        desk(sighted())
        assert seen.count("writer.consult") == 0
        desk(resolve, resolve.model_copy(update={"incident_id": OTHER}), close, waive)
        assert seen.count("writer.consult") == 1
    finally:
        install_failpoint(None)
    pool.close()
