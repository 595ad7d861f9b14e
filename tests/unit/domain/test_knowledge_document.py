"""What was written down has versions, a name that stays, and comes back when it is written again."""

from uuid import UUID

import hypothesis
from hypothesis import strategies as st

from shared.domain.knowledge_document.decide import knowledge_document
from shared.domain.knowledge_document.facts import KnowledgeDocumentPut, KnowledgeDocumentRemoved
from shared.domain.knowledge_document.intents import PutKnowledgeDocument, RemoveKnowledgeDocument
from shared.domain.knowledge_document.values import DocumentKind, KnowledgeContent, Revision
from shared.kernel.ids import DocumentId
from tests.support.given import ANA, Given, after

DOCUMENT = DocumentId(UUID(int=6))
SEEN = KnowledgeContent(kind=DocumentKind.INCIDENT_NOTE, title="Disk full", symptom="no space left on device")
SOLVED = SEEN.model_copy(update={"fix": "Rotated the logs"})
given = Given(knowledge_document)
remove = RemoveKnowledgeDocument(document_id=DOCUMENT, reason="the old cluster")
removed = KnowledgeDocumentRemoved(document_id=DOCUMENT, removed_by=ANA, reason="the old cluster")


def put(content, slug="notes/disk", revision=None):
    return PutKnowledgeDocument(document_id=DOCUMENT, slug=slug, content=content, revision=revision)


def was_put(content, version, revision=None):
    return KnowledgeDocumentPut(
        document_id=DOCUMENT,
        slug="notes/disk",
        document_version=version,
        content=content,
        put_by=ANA,
        revision=revision,
    )


def numbered(number, minute=0):
    return Revision(number=number, at=after(minute))


def removal_of(revision):
    return RemoveKnowledgeDocument(document_id=DOCUMENT, reason="done", revision=revision)


def was_removed_at(revision):
    return KnowledgeDocumentRemoved(document_id=DOCUMENT, removed_by=ANA, reason="done", revision=revision)


def test_the_first_text_is_version_1_and_each_other_one_the_next():
    first = given.when(put(SEEN)).then(was_put(SEEN, 1))
    first.when(put(SOLVED)).then(was_put(SOLVED, 2))


def test_the_same_text_again_changes_nothing():
    given.facts(was_put(SEEN, 1)).when(put(SEEN)).then_nothing()


def test_a_document_keeps_its_name():
    given.facts(was_put(SEEN, 1)).when(put(SEEN, slug="notes/other")).then_rejected("knowledge_document.slug_is_fixed")


def test_a_document_is_removed_once():
    past = given.facts(was_put(SEEN, 1)).when(remove).then(removed)
    past.when(remove).then_nothing()


def test_a_document_that_never_was_cannot_be_removed():
    given.when(remove).then_rejected("knowledge_document.not_found")


def test_a_removed_document_comes_back_with_a_version_that_never_was():
    back = given.facts(was_put(SEEN, 1), removed).when(put(SEEN)).then(was_put(SEEN, 2))
    assert not back.state.deleted


def test_a_text_that_is_older_than_the_known_one_is_ignored():
    known = given.facts(was_put(SOLVED, 1, numbered(5, minute=1)))
    known.when(put(SEEN, revision=numbered(4, minute=9))).then_ignored("stale")
    known.when(removal_of(numbered(4, minute=9))).then_ignored("stale")
    known.when(put(SEEN, revision=numbered(6))).then(was_put(SEEN, 2, numbered(6)))


def test_without_numbers_the_time_decides():
    known = given.facts(was_put(SOLVED, 1, Revision(at=after(5))))
    known.when(put(SEEN, revision=Revision(at=after(4)))).then_ignored("stale")
    known.when(put(SEEN, revision=numbered(1, minute=4))).then_ignored("stale")
    known.when(put(SEEN, revision=Revision(at=after(6)))).then(was_put(SEEN, 2, Revision(at=after(6))))


def test_two_texts_of_one_moment_count_in_the_order_in_which_they_come():
    given.facts(was_put(SEEN, 1, numbered(5))).when(put(SOLVED, revision=numbered(5))).then(
        was_put(SOLVED, 2, numbered(5))
    )


def test_a_newer_revision_of_the_same_text_keeps_what_came_between_out():
    past = given.facts(was_put(SEEN, 1, numbered(1))).when(put(SEEN, revision=numbered(3)))
    past.then(was_put(SEEN, 1, numbered(3))).when(put(SOLVED, revision=numbered(2))).then_ignored("stale")


def test_a_removal_may_come_before_the_text_that_it_ends():
    gone = given.when(removal_of(numbered(5))).then(was_removed_at(numbered(5)))
    gone.when(put(SEEN, revision=numbered(5))).then_ignored("stale")
    gone.when(put(SEEN, revision=numbered(6))).then(was_put(SEEN, 1, numbered(6)))
    gone.when(removal_of(numbered(5))).then_nothing()
    gone.when(put(SEEN)).then(was_put(SEEN, 1))


def test_people_may_always_write_and_the_source_goes_on_from_its_own_last_word():
    past = given.facts(was_put(SEEN, 1, numbered(5))).when(put(SOLVED)).then(was_put(SOLVED, 2))
    past.when(put(SEEN, revision=numbered(4))).then_ignored("stale")
    past.when(put(SEEN, revision=numbered(6))).then(was_put(SEEN, 3, numbered(6)))


@hypothesis.given(st.permutations(range(1, 7)), st.sets(st.integers(1, 6)), st.booleans())
def test_in_whatever_order_a_source_is_heard_its_newest_word_stands(order, removals, with_numbers):
    """Each of six revisions is a text of its own or a removal."""
    history = given
    for turn in order:
        revision = Revision(number=turn if with_numbers else None, at=after(turn))
        text = SEEN.model_copy(update={"title": f"text {turn}"})
        asked = history.when(removal_of(revision) if turn in removals else put(text, revision=revision))
        assert asked.rejected is None
        history = history.facts(*asked.followed)
    assert history.state.deleted == (6 in removals)
    assert 6 in removals or history.state.content.title == "text 6"
