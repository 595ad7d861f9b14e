"""Resolving an incident while its alerts fire."""

from uuid import UUID

import pytest

from shared.domain.alert.aggregate import ALERT as ALERT_AGGREGATE
from shared.domain.incident.consulting import consults
from shared.domain.incident.facts import IncidentResolved
from shared.kernel.ids import TenantId
from shared.kernel.vocabulary import IncidentStatus
from tests.support.alerts import ALERT, sighted
from tests.support.alerts import given as given_alert
from tests.support.approvals import APPROVAL, resolution_approved
from tests.support.given import ANA, NOON
from tests.support.incidents import (
    AGENT,
    CREATED,
    INCIDENT,
    OTHER,
    PROCESS,
    alert_public_state,
    correlated,
    episode,
    given,
    given_status,
    move_to,
    moved,
    resolve,
    resolved,
)

OPEN, INVESTIGATING = IncidentStatus.OPEN, IncidentStatus.INVESTIGATING
MITIGATING, RESOLVED = IncidentStatus.MITIGATING, IncidentStatus.RESOLVED
TENANT = TenantId(UUID(int=1))
HELD = given.facts(CREATED, correlated(episode(1), episode(2), episode(3, 4)))
TWO_FIRE = (
    alert_public_state(episode(1)) | alert_public_state(episode(2), "resolved") | alert_public_state(episode(3, 4))
)


def test_a_person_may_resolve_it_all_the_same_and_that_is_flagged():
    past = HELD.when(resolve, public_states=TWO_FIRE).then(resolved(alerts_still_firing=2))
    assert past.state.alerts_still_firing == 2


def test_moving_it_to_resolved_is_flagged_too():
    asked = HELD.facts(moved(OPEN, MITIGATING)).when(move_to(RESOLVED, reason="enough"), public_states=TWO_FIRE)
    asked.then(resolved(MITIGATING, summary="enough", alerts_still_firing=2))


@pytest.mark.parametrize("actor", [AGENT, "integration:ci"])
def test_nobody_but_a_person_looks_past_firing_alerts(actor):
    approved = resolve.model_copy(update={"approval_id": APPROVAL})
    given_to = resolution_approved(resolve.summary)
    asked = HELD.when(approved, actor=actor, public_states=given_to | TWO_FIRE)
    asked.then_rejected("incident.alerts_firing", saying="2 of its alerts still fire")
    quiet = HELD.when(approved, actor=actor, public_states=given_to | alert_public_state(episode(1), "resolved"))
    quiet.then(resolved(by=actor, approval_id=APPROVAL))


def test_a_workflow_that_was_overtaken_by_an_alert_resolves_and_that_is_flagged():
    """It has moved on when it asks: refused, the incident would stay open and nobody would end it."""
    HELD.when(resolve, actor=PROCESS, public_states=TWO_FIRE).then(resolved(by=PROCESS, alerts_still_firing=2))


@pytest.mark.parametrize(
    "public_states",
    [
        {},
        alert_public_state(episode(1), "resolved"),
        alert_public_state(episode(1), "stale"),
        alert_public_state(episode(1), episode=2),
        alert_public_state(episode(1), uncorrelated_from=f"{OTHER} {INCIDENT}"),
        alert_public_state(episode(9)),
    ],
    ids=["unknown", "resolved", "silent", "another episode", "taken out", "not a member"],
)
def test_only_what_fires_in_the_episode_that_it_holds_counts(public_states):
    HELD.when(resolve, public_states=public_states).then(resolved(alerts_still_firing=0))


def test_a_reopen_forgets_the_flag():
    past = HELD.facts(resolved(alerts_still_firing=2), moved(RESOLVED, INVESTIGATING))
    assert past.state.alerts_still_firing == 0


def test_its_newest_alerts_are_asked_when_it_is_to_be_resolved_and_only_then():
    state = given.facts(CREATED, correlated(*(episode(number) for number in range(1, 502)))).state
    asked = list(consults(resolve, state, TENANT))
    assert (len(asked), asked[0]) == (500, ("alert", str(UUID(int=2))))
    assert list(consults(move_to(RESOLVED), state, TENANT)) == asked
    assert list(consults(move_to(MITIGATING), state, TENANT)) == []
    assert list(consults(resolve, given_status(IncidentStatus.CLOSED).state, TENANT)) == []


def test_an_alert_says_how_it_stands_in_words():
    fires = given_alert.when(sighted()).followed
    state = given_alert.facts(*fires).state
    assert ALERT_AGGREGATE.public_state(state) == {"status": "firing", "episode": "1", "uncorrelated_from": ""}
    assert state.alert_id == ALERT


def test_a_fact_of_before_the_flag_still_reads():
    old = {
        "incident_id": str(INCIDENT),
        "previous": "open",
        "summary": "rolled back",
        "resolved_by": ANA,
        "resolved_at": NOON.isoformat(),
        "approval_id": None,
    }
    assert IncidentResolved.model_validate(IncidentResolved.upcast(old, "1.0.0")) == resolved()
    assert IncidentResolved.schema_version == "1.1.0"
