"""What worked is written down: a note for the index, a draft of a postmortem; nothing of it is published."""

import pytest

from shared.domain.incident.intents import AddIncidentTimelineEntry
from shared.domain.knowledge_document.intents import PutKnowledgeDocument
from shared.domain.knowledge_feedback.intents import GiveFeedback
from shared.domain.postmortem.intents import CreatePostmortem, PublishPostmortem
from shared.domain.triage_policy.facts import AutomationPaused
from shared.domain.triage_policy.values import AutoApproval, RunbookPlace
from shared.remediation.outcome import EffectStatus
from tests.support.acting import Carries, StoodStill, Watches, outcome, reading
from tests.support.facts import TENANT
from tests.support.remedies import POLICY_ID, approved, policy, resolved
from tests.support.told_executions import BY_HAND

BACKLOG = "https://git.example/backlog.git"
SUCCEEDED, PENDING = outcome(), outcome(EffectStatus.PENDING)


def mended():
    world = approved()
    world.look_until(30)
    assert world.last().outcome == "mended"
    return world


def test_the_next_one_who_meets_it_finds_a_note():
    (put,) = mended().asked(PutKnowledgeDocument)
    assert put.slug == "incident-notes/inc-7"
    assert put.content.verified
    assert put.content.symptom.startswith("Seen: checkout fails. Alerts: Errors.")
    assert "It held" not in put.content.fix


def test_a_postmortem_is_drafted_with_the_entries_that_it_rests_on():
    world = mended()
    (create,) = world.asked(CreatePostmortem)
    told = {ask.entry.entry_id for ask in world.asked(AddIncidentTimelineEntry)}
    assert create.content.timeline
    assert {line.entry_id for line in create.content.timeline} <= told
    assert "[timeline " in create.content.markdown
    assert world.asked(PublishPostmortem) == []


def test_what_was_not_known_teaches_nobody():
    assert mended().asked(GiveFeedback) == []


def test_what_did_not_work_is_not_written_down_as_a_fix():
    world = approved(verifier=Watches([reading(holds=False)]))
    world.look_until(60)
    assert world.asked(PutKnowledgeDocument) == []


class TestIntoTheBacklog:
    def waiting(self, **fields):
        world = approved(policy(backlog_repository=BACKLOG), **fields)
        world.look_until(10)
        return world

    def test_its_pull_request_needs_a_yes_of_its_own(self):
        world = self.waiting()
        assert world.names()[-2:] == ["RemediationProposed", "ApprovalAwaited"]
        proposed = world.told()[-2]
        assert proposed.is_note
        (action,) = proposed.plan.actions
        assert (action.repository, action.path) == (BACKLOG, "incidents/2026/inc-7.md")
        assert "## Symptom" in action.text

    def test_after_a_yes_the_run_is_complete(self):
        world = self.waiting()
        world.answer("granted", minute=11)
        assert world.names()[-3:] == ["ApprovalReceived", "RemediationApplied", "IncidentTriageCompleted"]
        assert world.last().summary.startswith("It has worked, and its note is on its way")

    def test_a_pull_request_that_waits_for_people_is_where_it_should_be(self):
        world = self.waiting(coder=Carries(outcomes=[SUCCEEDED, PENDING]))
        world.answer("granted", minute=11)
        assert world.last().summary.startswith("It has worked, and its note is on its way")

    def test_what_is_mended_is_complete_also_when_no_is_said_to_the_note(self):
        world = self.waiting()
        world.answer("rejected", minute=11)
        assert world.last().outcome == "mended"
        assert "its note is in the index alone: No was said" in world.last().summary

    def test_nobody_answers(self):
        world = self.waiting()
        world.look_until(2 * 24 * 60)
        assert world.last().outcome == "mended"
        assert world.store.timers(TENANT) == {}

    def test_the_incident_may_be_resolved_meanwhile(self):
        world = self.waiting()
        world.happened(resolved(), minute=11)
        world.deliver()
        assert world.names()[-1] == "ApprovalAwaited"

    def test_a_policy_may_say_yes_to_notes(self):
        rule = AutoApproval(name="notes", actions=("backlog.note",))
        world = approved(policy(backlog_repository=BACKLOG, auto_approve=(rule,)))
        world.look_until(10)
        (*_, awaited) = [said for said in world.told() if type(said).__name__ == "ApprovalAwaited"]
        assert awaited.policy == "notes"

    def test_while_automation_is_paused_nothing_is_asked_for(self):
        world = approved(policy(backlog_repository=BACKLOG))
        world.happened(AutomationPaused(policy_id=POLICY_ID, reason="a drill", paused_by="human:ana"), minute=2)
        world.deliver()
        world.look_until(10)
        assert world.last().outcome == "mended"
        assert world.names()[-1] == "IncidentTriageCompleted"


class TestIntoTheRunbook:
    """It was executed for the incident, and not as it is written."""

    PLACE = RunbookPlace(source="ops/books", repository="https://git.example/books.git", folder="docs")
    EVERY = AutoApproval(name="all", actions=("backlog.note", "runbook.amend"))

    def waiting(self, origin="runbooks:ops/books/web/restart.md#0123456789abcdef", executed=BY_HAND, **rules):
        definition = {"runbook_places": (self.PLACE,), **rules}
        world = approved(policy(**definition), state=StoodStill(origin=origin), executed=executed)
        world.look_until(10)
        return world

    def test_its_pull_request_goes_where_the_runbook_came_from(self):
        (action,) = self.waiting().told()[-2].plan.actions
        assert (action.repository, action.path) == ("https://git.example/books.git", "docs/web/restart.md")
        assert "passed over by human:ana" in action.text

    def test_no_policy_says_yes_to_it(self):
        world = self.waiting(auto_approve=(self.EVERY,))
        assert (world.last().risk, world.last().policy) == ("high", None)

    def test_it_comes_after_the_note_whatever_is_said_to_that(self):
        for answer in ("granted", "rejected", "expired"):
            world = self.waiting(backlog_repository=BACKLOG)
            assert [each.action for each in world.told()[-2].plan.actions] == ["backlog.note"]
            world.answer(answer, minute=11)
            assert [each.action for each in world.told()[-2].plan.actions] == ["runbook.amend"]
            world.answer("granted", minute=12)
            assert world.last().summary.startswith("It has worked, and its runbook's change is on its way")

    def test_nobody_answers_to_either(self):
        world = self.waiting(backlog_repository=BACKLOG)
        world.look_until(4 * 24 * 60)
        assert world.names().count("ApprovalAwaited") == 3
        assert world.last().outcome == "mended"
        assert world.store.timers(TENANT) == {}

    @pytest.mark.parametrize("origin", [None, "runbooks:elsewhere/web/restart.md", "prometheus-rules:ops/books/a.md"])
    def test_what_comes_from_nowhere_that_is_named_stays_in_the_note(self, origin):
        world = self.waiting(origin)
        assert world.last().outcome == "mended"
        (put,) = world.asked(PutKnowledgeDocument)
        assert put.content.kind == "incident_note"

    def test_where_none_was_executed_nothing_is_proposed(self):
        assert self.waiting(executed=()).last().outcome == "mended"
