"""What was written down has versions, a name that stays, and comes back when it is written again."""

from uuid import UUID

from shared.domain.knowledge_document.decide import knowledge_document
from shared.domain.knowledge_document.facts import KnowledgeDocumentPut, KnowledgeDocumentRemoved
from shared.domain.knowledge_document.intents import PutKnowledgeDocument, RemoveKnowledgeDocument
from shared.domain.knowledge_document.values import DocumentKind, KnowledgeContent
from shared.kernel.ids import DocumentId
from tests.support.given import ANA, Given

DOCUMENT = DocumentId(UUID(int=6))
SEEN = KnowledgeContent(kind=DocumentKind.INCIDENT_NOTE, title="Disk full", symptom="no space left on device")
SOLVED = SEEN.model_copy(update={"fix": "Rotated the logs"})
given = Given(knowledge_document)
remove = RemoveKnowledgeDocument(document_id=DOCUMENT, reason="the old cluster")
removed = KnowledgeDocumentRemoved(document_id=DOCUMENT, removed_by=ANA, reason="the old cluster")


def put(content, slug="notes/disk"):
    return PutKnowledgeDocument(document_id=DOCUMENT, slug=slug, content=content)


def was_put(content, version):
    return KnowledgeDocumentPut(
        document_id=DOCUMENT, slug="notes/disk", document_version=version, content=content, put_by=ANA
    )


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
