"""Whatever is asked, in whatever order, services, postmortems, runbooks, objectives and health stay lawful."""

from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import hypothesis
import pytest
from hypothesis import strategies as st

from shared.domain.fleet_state.intents import RecordFleetState
from shared.domain.fleet_state.values import ApplicationRow, Counts
from shared.domain.health_check.intents import RecordHealthCheck
from shared.domain.postmortem.intents import CreatePostmortem, PublishPostmortem, UpdatePostmortem
from shared.domain.postmortem.publishing import missing_for_publishing
from shared.domain.postmortem.values import PostmortemStatus
from shared.domain.registry import AGGREGATES_BY_TYPE
from shared.domain.runbook.values import ExecutionOutcome, StepStatus
from shared.domain.service.intents import CreateService, DeleteService, UpdateService
from shared.domain.service.values import ServiceDefinition
from shared.domain.slo.facts import SLOBudgetExhausted, SLOBudgetRecovered
from shared.kernel.ids import ApprovalId, ExecutionId, FleetStateId, HealthCheckId, IncidentId, PostmortemId, ServiceId
from shared.kernel.vocabulary import HealthStatus, ResourceRef
from tests.support import runbooks, slos
from tests.support.any_intent import asked
from tests.support.given import NOON
from tests.support.life import Life
from tests.unit.domain.test_postmortem import SKETCH, WHOLE

_moments = st.integers(0, 40).map(lambda steps: NOON + timedelta(seconds=30 * steps))

_service, _service_definitions = (
    ServiceId(UUID(int=1)),
    st.sampled_from(
        [
            ServiceDefinition(name="a"),
            ServiceDefinition(name="b"),
            ServiceDefinition(name="c", dependencies=(UUID(int=1),)),
        ]
    ),
)
_origins = st.sampled_from([None, "backstage:a", "backstage:b"])
service_intents = st.one_of(
    st.builds(
        CreateService,
        service_id=st.just(_service),
        slug=st.just("a"),
        definition=_service_definitions,
        origin=_origins,
        take_over=st.booleans(),
    ),
    st.builds(
        UpdateService,
        service_id=st.just(_service),
        definition=_service_definitions,
        origin=_origins,
        take_over=st.booleans(),
    ),
    st.builds(DeleteService, service_id=st.just(_service), origin=_origins),
)

_postmortem, _contents = PostmortemId(UUID(int=1)), st.sampled_from([SKETCH, WHOLE])
postmortem_intents = st.one_of(
    st.builds(
        CreatePostmortem,
        postmortem_id=st.just(_postmortem),
        incident_id=st.sampled_from([None, IncidentId(UUID(int=2))]),
        content=_contents,
    ),
    st.builds(
        UpdatePostmortem,
        postmortem_id=st.just(_postmortem),
        content=st.none() | _contents,
        status=st.none() | st.sampled_from(PostmortemStatus),
    ),
    st.builds(PublishPostmortem, postmortem_id=st.just(_postmortem)),
)

_definitions = st.sampled_from([runbooks.BY_HAND, runbooks.BY_MACHINE])
_executions = st.integers(1, 2).map(lambda number: ExecutionId(UUID(int=number)))
runbook_intents = st.one_of(
    st.builds(runbooks.create, _definitions),
    st.builds(runbooks.update, _definitions),
    st.builds(runbooks.execute, _executions, target=st.sampled_from([None, runbooks.CHECKOUT])),
    st.builds(
        lambda execution_id, outcome, steps, approval_ids: runbooks.complete(
            outcome, steps, approval_ids=approval_ids
        ).model_copy(update={"execution_id": execution_id}),
        _executions,
        st.sampled_from(ExecutionOutcome),
        st.sampled_from(
            [(), runbooks.did("look"), runbooks.did("look", "restart"), runbooks.did("look", status=StepStatus.FAILED)]
        ),
        st.sampled_from([(), (ApprovalId(UUID(int=9)),)]),
    ),
)

_objectives = st.sampled_from([slos.PLAIN, slos.definition(target=50), slos.definition(timeslice_target=90)])
slo_intents = st.one_of(
    st.builds(slos.create, _objectives),
    st.builds(slos.update, _objectives),
    st.builds(
        lambda good, bad, start: slos.window(good, good + bad, start=NOON - timedelta(minutes=start)),
        st.integers(0, 100),
        st.integers(0, 3),
        st.integers(4, 12),
    ),
)

health_intents = st.builds(
    RecordHealthCheck,
    health_check_id=st.just(HealthCheckId(UUID(int=1))),
    resource=st.sampled_from([ResourceRef(kind="Pod", name="a"), ResourceRef(kind="Pod", name="b")]),
    status=st.sampled_from(HealthStatus),
    progressing=st.booleans(),
    progress_deadline_s=st.sampled_from([1, 300]),
    source_name=st.just("argocd"),
    checked_at=_moments,
    received_at=_moments,
)
_rows = st.lists(
    st.builds(ApplicationRow, name=st.sampled_from("ab"), health=st.sampled_from(["Healthy", "Degraded"])),
    max_size=2,
).map(tuple)
fleet_intents = st.builds(
    lambda rows, healthy, observed_at, reachable: RecordFleetState(
        fleet_state_id=FleetStateId(UUID(int=1)),
        environment="e",
        cluster="c",
        reachable=reachable,
        counts=Counts(total=len(rows), healthy=min(healthy, len(rows)), degraded=max(0, len(rows) - healthy)),
        applications=rows,
        observed_at=observed_at,
    ),
    _rows,
    st.integers(0, 2),
    _moments,
    st.booleans(),
)


@hypothesis.given(asked(service_intents))
def test_any_sequence_of_service_intents(steps):
    life = Life(AGGREGATES_BY_TYPE["service"])
    for step in steps:
        before = life.state
        followed = life.ask(step)
        claimed = before is not None and not before.deleted and life.state.origin != before.origin
        assert not claimed or step.actor.startswith("human:")
        assert len(followed) <= 1


@hypothesis.given(asked(postmortem_intents))
def test_any_sequence_of_postmortem_intents(steps):
    life = Life(AGGREGATES_BY_TYPE["postmortem"])
    for step in steps:
        before = life.state
        life.ask(step)
        if life.state is None:
            continue
        published = life.state.status is PostmortemStatus.PUBLISHED
        assert published == (life.state.published_at is not None)
        assert not published or missing_for_publishing(life.state.content) == ()
        if before is not None and before.written_by.startswith("human:"):
            assert life.state.written_by.startswith("human:")


@hypothesis.given(asked(runbook_intents))
def test_any_sequence_of_runbook_intents(steps):
    life = Life(AGGREGATES_BY_TYPE["runbook"])
    for step in steps:
        before = life.state
        life.ask(step)
        if life.state is None:
            continue
        busy = [each.target for each in life.state.open_executions if each.target is not None]
        assert len(set(map(str, busy))) == len(busy)
        ids = [each.execution_id for each in (*life.state.open_executions, *life.state.finished)]
        assert len(set(ids)) == len(ids)
        assert before is None or life.state.runbook_version - before.runbook_version in {0, 1}


@hypothesis.given(asked(slo_intents))
def test_any_sequence_of_slo_intents(steps):
    life = Life(AGGREGATES_BY_TYPE["slo"])
    for step in steps:
        life.ask(step)
    crossings = [type(fact) for fact in life.facts if isinstance(fact, SLOBudgetExhausted | SLOBudgetRecovered)]
    assert crossings == [SLOBudgetExhausted, SLOBudgetRecovered] * (len(crossings) // 2) + [SLOBudgetExhausted] * (
        len(crossings) % 2
    )
    if life.state is not None:
        assert life.state.exhausted == (len(crossings) % 2 == 1)
        spans = [(each.start, each.end) for each in life.state.windows.recent]
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@pytest.mark.parametrize(("name", "intents"), [("health_check", health_intents), ("fleet_state", fleet_intents)])
def test_any_sequence_of_looks(name, intents):
    @hypothesis.given(asked(intents))
    def looks(steps):
        life = Life(AGGREGATES_BY_TYPE[name])
        for step in steps:
            before = life.state
            for fact in life.ask(step):
                newest = fact.checked_at if name == "health_check" else fact.observed_at
                oldest = None if before is None else getattr(before, "checked_at", None) or before.observed_at
                assert oldest is None or newest >= oldest

    looks()
