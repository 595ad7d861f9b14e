"""A person mends what is broken: the workflow notices, asks what was done, and takes no credit for it."""

import pytest

from shared.domain.approval.intents import WithdrawApproval
from shared.domain.incident.facts import IncidentClosed, IncidentResolved
from shared.domain.knowledge_document.intents import PutKnowledgeDocument
from shared.domain.knowledge_feedback.intents import GiveFeedback
from shared.kernel.vocabulary import IncidentSource
from shared.remediation.changed_since import ChangedSince
from shared.remediation.outcome import EffectStatus
from tests.support.acting import Carries, Watches, outcome, reading
from tests.support.facts import T0, TENANT, created
from tests.support.remedies import INCIDENT, approved, opened, resolved
from tests.support.triage_world import TriageWorld

EDITED = "Deployment shop/web was changed by kubectl-edit, 2026-12-01 12:01:00 UTC"
BY_KUBECTL = ChangedSince(changes=(EDITED,), by_hand=(EDITED,), unread=("log of pod shop/web-0 (timeout)",))
BY_ITSELF = resolved().model_copy(update={"resolved_by": "process:alert_correlation"})
TAIL = ["TriageCancelled", "DocumentationRequested", "RecoveredByHand", "IncidentTriageCompleted"]


def mended(fact: IncidentResolved | None = None, **fields):
    """While a plan waits for a yes somebody has mended it."""
    world = opened(**{"verifier": Watches(changed=BY_KUBECTL)} | fields)
    world.happened(fact or resolved(), minute=1)
    world.deliver()
    world.look_until(30)
    return world


def test_what_was_seen_is_in_the_note_as_done_by_hand_with_what_is_to_be_asked():
    world = mended()
    assert world.names()[-4:] == TAIL
    assert len(world.asked(WithdrawApproval)) == 1
    (put,) = world.asked(PutKnowledgeDocument)
    assert "Mended by hand, and not by a plan of ours; resolved by human:ana" in put.content.fix
    assert EDITED in put.content.fix
    assert put.content.verified
    recovered = world.told()[-2]
    assert (recovered.well, recovered.changes, len(recovered.evidence)) == (True, (EDITED,), 1)
    assert any("Is it in Git, too?" in each for each in recovered.questions)
    assert any("log of pod shop/web-0 (timeout)" in each for each in recovered.questions)
    assert world.last().outcome == "mended_by_hand"
    assert world.store.timers(TENANT) == {}


def test_the_pattern_has_no_credit_for_it():
    assert mended().asked(GiveFeedback) == []


def test_what_went_as_it_came_is_not_written_down():
    world = mended(BY_ITSELF, verifier=Watches())
    assert world.names()[-2:] == TAIL[:2]
    assert world.asked(PutKnowledgeDocument) == []
    assert world.store.timers(TENANT) == {}


def test_a_person_who_says_so_is_asked_what_they_did_where_nothing_is_seen():
    world = mended(verifier=Watches())
    assert world.told()[-2].questions[0].startswith("What was done? Nothing that was read has changed")


def test_what_is_resolved_and_not_well_is_not_called_mended_in_the_index():
    world = mended(verifier=Watches([reading(holds=False)], changed=BY_KUBECTL))
    (put,) = world.asked(PutKnowledgeDocument)
    assert not put.content.verified
    assert any("not seen to be well" in each for each in world.told()[-2].questions)


@pytest.mark.parametrize("status", [EffectStatus.FAILED, EffectStatus.REFUSED])
def test_a_person_goes_on_where_a_plan_was_not_carried_out(status):
    world = approved(coder=Carries(outcomes=[outcome(status)]), verifier=Watches(changed=BY_KUBECTL))
    assert world.names()[-1] == "TriageEscalated"
    world.happened(resolved(), minute=20)
    world.deliver()
    world.look_until(40)
    assert world.names()[-3:] == TAIL[1:]
    (put,) = world.asked(PutKnowledgeDocument)
    assert f"git.revert ({status})" in put.content.fix
    assert EDITED in put.content.fix


def test_a_person_takes_over_while_a_plan_waits_at_its_target():
    """It is told when the plan has come to nothing: until then the plan may be what did it."""
    waiting = Carries(outcomes=[*[outcome(EffectStatus.PENDING)] * 9, outcome(EffectStatus.FAILED)])
    world = approved(coder=waiting, verifier=Watches(changed=BY_KUBECTL))
    world.happened(resolved(), minute=5)
    world.deliver()
    assert "DocumentationRequested" not in world.names()
    world.look_until(60)
    assert world.names()[-5:] == ["RemediationApplied", "TriageEscalated", *TAIL[1:]]


def test_what_a_plan_has_mended_is_its_own_though_a_person_resolved_it():
    world = approved()
    world.happened(resolved(), minute=2)
    world.deliver()
    world.look_until(30)
    assert (world.last().outcome, "RecoveredByHand" in world.names()) == ("mended", False)


def test_heard_again_it_is_told_once():
    world = mended()
    before = world.bytes_said()
    world.hear_again()
    world.deliver_again()
    assert world.bytes_said() == before


def test_an_incident_that_is_closed_meanwhile_is_looked_back_at_no_longer():
    world = opened(verifier=Watches(changed=BY_KUBECTL))
    world.happened(resolved(), minute=1)
    world.happened(IncidentClosed(incident_id=INCIDENT, closed_by="human:ana", closed_at=T0, note=""), minute=2)
    world.deliver()
    world.look_until(30)
    assert world.asked(PutKnowledgeDocument) == []


def test_a_triage_that_has_only_begun_notices_it_too():
    world = TriageWorld(verifier=Watches(changed=BY_KUBECTL))
    world.happened(created(source=IncidentSource.ALERT))
    world.happened(resolved())
    assert world.told()[-2].reason == "The incident is resolved."
    world.deliver()
    world.look_until(30)
    assert world.names() == ["IncidentTriageStarted", *TAIL]
    assert world.reads == []
