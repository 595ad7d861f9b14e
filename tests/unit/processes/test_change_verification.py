"""A change is confirmed when it is Synced, Healthy and stays so; otherwise an incident names it and is looked into."""

from typing import Any

import pytest

from shared.domain.change_policy.values import ChangeRule
from shared.domain.incident.facts import IncidentClosed, IncidentCreated, IncidentResolved
from shared.domain.incident.intents import AddIncidentTimelineEntry, CreateIncident, StartTriage
from shared.kernel.message import ProcessFact
from shared.kernel.vocabulary import IncidentSource, IncidentStatus, ResourceRef, Severity
from shared.processes.change_verification.facts import (
    ChangeReadRequested,
    ChangeVerificationCompleted,
    ChangeVerificationEnded,
    ChangeVerificationStarted,
)
from shared.processes.change_verification.look import ChangeLook, ChangeOutcome
from shared.processes.change_verification.react import change_verification
from shared.processes.change_verification.state import Verifying
from tests.support.changes import NEW, NEWER, OLD, SHOP, WEB, look, policy, told
from tests.support.facts import T0, created
from tests.support.given_process import GivenProcess, given_process

RUN = f"change/argo-1/argocd/shop/{NEW}"
SYNCING = told(phase="Running", sync="OutOfSync", health="Progressing")


def world(*before: Any) -> GivenProcess[Verifying]:
    """The policy is put, and ``shop`` was seen at its old revision."""
    return given_process(change_verification).given(*(before or (policy(),)), told(OLD))


def deployed() -> GivenProcess[Verifying]:
    """A sync began at minute 1 and ended well at minute 2."""
    return world().given(SYNCING, at=1).given(told(), at=2)


def said(given: GivenProcess[Verifying], kind: type[ProcessFact]) -> Any:
    (only,) = given.said
    assert type(only) is kind, given.said
    return only


def test_a_new_revision_begins_a_verification():
    started = said(world().when(SYNCING, at=1), ChangeVerificationStarted)

    assert (started.workflow_id, started.revision, started.previous) == (RUN, NEW, OLD)
    assert (started.hold_s, (started.ends_at - T0).total_seconds()) == (300, 60 + 1_800)


def test_what_stays_well_for_the_hold_is_confirmed_when_the_live_state_says_so():
    asked = said(deployed().when_timers_fire(at=7), ChangeReadRequested)
    confirmed = deployed().given().when_timers_fire(at=7).when_read(RUN, look(), at=8)
    completed = said(confirmed, ChangeVerificationCompleted)

    assert (asked.look, asked.expected) == (1, ChangeOutcome.CONFIRMED)
    assert (completed.outcome, completed.incident_id) == (ChangeOutcome.CONFIRMED, None)
    assert completed.commit is not None
    assert completed.commit.pull_request == "#42"
    confirmed.then_nothing()


def test_before_the_hold_is_over_nothing_is_asked():
    assert deployed().when_timers_fire(at=6.9).said == []


def test_health_that_flaps_begins_the_hold_again():
    flapping = deployed().given(told(health="Degraded"), at=4).given(told(), at=6)

    assert flapping.when_timers_fire(at=10.9).said == []
    assert said(flapping.when_timers_fire(at=11), ChangeReadRequested).expected is ChangeOutcome.CONFIRMED


def test_a_relapse_while_the_live_state_is_read_does_not_confirm():
    reading = deployed().when_timers_fire(at=7).given(told(health="Degraded"), at=7.5)

    assert reading.when_read(RUN, look(), at=8).said == []


def test_what_is_not_well_by_the_deadline_opens_an_incident_that_names_the_change():
    late = world().given(told(health="Degraded", message="1 of 3 ready"), at=1).when_timers_fire(at=31)
    assert said(late, ChangeReadRequested).expected is ChangeOutcome.NOT_CONFIRMED
    late.when_read(RUN, look(holds=False, unwell=(WEB,)), at=32).then_asks(CreateIncident, StartTriage)
    opened = late.intent(CreateIncident)
    completed = said(late, ChangeVerificationCompleted)

    assert (completed.outcome, completed.incident_id) == (ChangeOutcome.NOT_CONFIRMED, opened.incident_id)
    assert completed.about_incident == opened.incident_id
    assert not completed.joined
    assert opened.title.startswith(
        "Change bbbbbbbbbbbb of shop is not confirmed: Synced, operation Succeeded, Degraded"
    )
    assert (opened.source, opened.severity) == (IncidentSource.CHANGE, Severity.HIGH)
    assert opened.affected_resources == (SHOP, WEB)
    for expected in (
        f"Application shop went from aaaaaaaaaaaa to {NEW}.",
        f"Commit {NEW} by Ana <ana@example.com>, pull request #42",
        "> Raise the pool (#42)",
        "It touched Deployment web",
        "Not well now: Deployment web",
        "A revert of bbbbbbbbbbbb takes it back",
    ):
        assert expected in opened.description


def test_a_sync_that_failed_decides_at_once():
    failed = world().given(SYNCING, at=1).when(told(phase="Failed", sync="OutOfSync"), at=2)
    assert said(failed, ChangeReadRequested).expected is ChangeOutcome.NOT_CONFIRMED

    failed.when_read(RUN, look(holds=False), at=3).then_asks(CreateIncident, StartTriage)


def test_a_sync_that_fails_at_first_sight_begins_and_decides_in_one():
    failed = world().when(told(phase="Failed", sync="OutOfSync"), at=2)

    assert [type(each) for each in failed.said] == [ChangeVerificationStarted, ChangeReadRequested]


@pytest.mark.parametrize(
    ("about", "joins"),
    [(("Application", "shop"), True), (("Application", "other"), False), (("Deployment", "shop"), False)],
)
def test_an_incident_that_is_open_for_the_application_is_joined(about: tuple[str, str], joins: bool):
    kind, name = about
    opened = created(affected_resources=(ResourceRef(kind=kind, name=name, namespace="shop"),))
    late = world().given(told(health="Degraded"), at=1).given(opened, at=5).when_timers_fire(at=31)
    late.when_read(RUN, look(holds=False), at=32)
    completed = said(late, ChangeVerificationCompleted)

    assert completed.joined is joins
    assert (completed.incident_id == opened.incident_id) is joins
    late.then_asks(AddIncidentTimelineEntry if joins else CreateIncident, StartTriage)


@pytest.mark.parametrize("ending", ["resolved", "closed"])
def test_an_incident_that_is_over_is_not_joined(ending: str):
    opened = created(affected_resources=(SHOP,))
    late = world().given(told(health="Degraded"), at=1).given(opened, ended(opened, ending), at=5)
    late.when_timers_fire(at=31).when_read(RUN, look(holds=False), at=32)

    assert not said(late, ChangeVerificationCompleted).joined


def ended(opened: IncidentCreated, ending: str) -> Any:
    if ending == "closed":
        return IncidentClosed(incident_id=opened.incident_id, closed_by="human:ana", closed_at=T0, note=None)
    return IncidentResolved(
        incident_id=opened.incident_id,
        previous=IncidentStatus.OPEN,
        summary="over",
        resolved_by="human:ana",
        resolved_at=T0,
        approval_id=None,
    )


def test_a_newer_revision_supersedes_the_verification_before():
    newer = deployed().when(told(NEWER, phase="Running"), at=3)

    assert [type(each) for each in newer.said] == [ChangeVerificationEnded, ChangeVerificationStarted]
    assert newer.said[0].reason == "Superseded by cccccccccccc."  # type: ignore[attr-defined]
    assert newer.when_timers_fire(at=7).said == []


def test_a_change_that_was_verified_before_is_not_verified_twice():
    again = deployed().given(told(NEWER), at=3).given(told(OLD), at=4).when(told(), at=5)

    assert [type(each) for each in again.said] == [ChangeVerificationEnded]


def test_an_application_that_is_deleted_ends_it():
    gone = deployed().when(told(deleted=True), at=3)

    assert said(gone, ChangeVerificationEnded).reason == "The application was deleted."
    assert gone.when_timers_fire(at=60).said == []


@pytest.mark.parametrize(
    "before",
    [
        (told("f" * 40),),
        (policy(ChangeRule(application="shop", verify=False), ChangeRule(application="*")),),
        (policy(ChangeRule(application="other-*")),),
    ],
    ids=["no policy", "switched off", "not named"],
)
def test_where_the_policy_does_not_say_so_no_change_is_verified(before: tuple[Any, ...]):
    assert world(*before).when(told(), at=1).said == []


def test_the_first_word_about_an_application_is_no_change():
    assert given_process(change_verification).given(policy()).when(told(), at=1).said == []


def test_what_the_live_state_denies_is_looked_at_again_until_the_deadline():
    given = deployed().when_timers_fire(at=7).when_read(RUN, look(holds=False), at=8)
    assert given.said == []
    assert said(given.when_timers_fire(at=13), ChangeReadRequested).look == 2
    given.when_read(RUN, look(holds=False), at=31)

    assert said(given, ChangeVerificationCompleted).outcome is ChangeOutcome.NOT_CONFIRMED


def test_an_argo_cd_that_cannot_be_read_neither_confirms_nor_blames():
    given = deployed().when_timers_fire(at=7).when_read(RUN, ChangeLook(unread="timeout"), at=31)
    completed = said(given, ChangeVerificationCompleted)

    assert completed.outcome is ChangeOutcome.UNREAD
    assert "timeout" in completed.reason
    given.then_nothing()


def test_where_no_argo_cd_can_be_asked_its_reports_are_believed_and_it_says_so():
    unread = ChangeLook(unread="nobody said where", configured=False)
    completed = said(deployed().when_timers_fire(at=7).when_read(RUN, unread, at=8), ChangeVerificationCompleted)

    assert completed.outcome is ChangeOutcome.CONFIRMED
    assert "none is set up to be asked" in completed.reason


def test_a_read_that_never_comes_back_is_no_silence_that_confirms():
    given = deployed().when_timers_fire(at=7)

    assert given.when_timers_fire(at=12).said == []
    assert said(given.when_timers_fire(at=31), ChangeReadRequested).look == 2


def test_what_is_well_although_nobody_reported_it_may_show_that_it_stays_so():
    quiet = world().given(SYNCING, at=1).when_timers_fire(at=31).when_read(RUN, look(), at=32)
    assert quiet.said == []
    assert said(quiet.when_timers_fire(at=37), ChangeReadRequested).expected is ChangeOutcome.CONFIRMED

    assert said(quiet.when_read(RUN, look(), at=38), ChangeVerificationCompleted).outcome is ChangeOutcome.CONFIRMED


def test_a_result_that_comes_twice_completes_once():
    given = deployed().when_timers_fire(at=7).when_read(RUN, look(), at=8)

    assert given.when_read(RUN, look(), at=9).said == []
