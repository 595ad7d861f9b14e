"""What worked is written down: a note for the index, a draft of a postmortem; nothing of it is published."""

from shared.domain.incident.intents import AddIncidentTimelineEntry
from shared.domain.knowledge_document.intents import PutKnowledgeDocument
from shared.domain.knowledge_feedback.intents import GiveFeedback
from shared.domain.postmortem.intents import CreatePostmortem, PublishPostmortem
from tests.support.acting import Watches, reading
from tests.support.remedies import approved


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
