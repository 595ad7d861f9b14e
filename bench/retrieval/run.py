"""How good the search is, and what it might be: by the shipped path and by each way to judge the same evidence."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from bench.database import a_database
from bench.measure import Result
from bench.retrieval.compare import cross_validated, curve, results, systems
from bench.retrieval.corpus import MEASURED, NOW, TENANT, documents, facts, name_of, questions
from bench.retrieval.costs import costs
from bench.retrieval.embedders import embedders
from bench.retrieval.measures import Answer
from bench.retrieval.questions import Question
from bench.retrieval.units import chunks_of
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.embeddings.minilm import MiniLM
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.migrate import migrate
from shared.adapters.postgres.projections.knowledge_index.queries import PostgresKnowledgeQueries
from shared.adapters.postgres.projections.reading import FactReader
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.adapters.postgres.vectors import PostgresVectors
from shared.app.embed_waiting import EmbedWaiting
from shared.app.project import Projector
from shared.domain.published import FACTS
from shared.projections.knowledge_index.projection import knowledge_index
from shared.projections.knowledge_index.queries import KnowledgeAnswer, PatternSearch
from shared.projections.knowledge_index.ranking import HYBRID, Weights

_DEPTH = 20
#: Nothing counts but nearness.
MEANING = Weights(base=0, words=0, names=0, meaning=1, recency=0, verified=0)


@dataclass(frozen=True, slots=True)
class Index:
    """The corpus in a database, with a vector for each chunk."""

    reading: Pool
    model: MiniLM
    names: dict[UUID, str]

    def asked(self, text: str, *, meaning: bool = True, weights: Weights = HYBRID) -> KnowledgeAnswer:
        queries = PostgresKnowledgeQueries(self.reading, (self.model,) if meaning else (), weights=weights)
        return queries.search_patterns(TENANT, PatternSearch(symptoms=text, weak=True, limit=_DEPTH), NOW)


@contextmanager
def an_index(folder: Path = MEASURED, *, meaning: bool = True) -> Iterator[Index]:
    """``meaning``: whether texts get vectors."""
    with a_database("retrieval") as database:
        migrate(database.url)
        writing = connect_pool(database.url, role="sre_projector", application="bench", max_size=1)
        reading = connect_pool(database.url, role="sre_query", application="bench", max_size=1)
        model = MiniLM()
        store = PostgresProjectionStore(writing, knowledge_index, FactReader(Codec(FACTS)))
        embed = EmbedWaiting(store=PostgresVectors(writing), embedders=(model,))
        corpus = list(facts(folder))
        Projector(knowledge_index, store).project(corpus)
        if meaning:
            embed.announce(corpus)
        while embed(50):
            pass
        yield Index(reading, model, name_of(folder))
        reading.close()
        writing.close()


def run() -> Iterator[Result]:
    """The search as it is shipped first, then what its parts could do, each fitted and measured by cross-validation."""
    asked = questions()
    yield from costs()
    yield from results("as shipped, words", as_shipped(asked, meaning=False))
    yield from results("as shipped", as_shipped(asked))
    for system, evidence in systems(chunks_of(documents()), asked, embedders()):
        answers = cross_validated(evidence)
        yield from results(system, answers)
        yield from curve(system, answers)


def as_shipped(asked: Sequence[Question], *, meaning: bool = True) -> list[Answer]:
    """By documents that were put, projected, embedded and asked for in the database."""
    with an_index(meaning=meaning) as index:
        return [_answer(question, index, meaning=meaning) for question in asked]


def _answer(question: Question, index: Index, *, meaning: bool) -> Answer:
    answer = index.asked(question.text, meaning=meaning)
    ranked = [index.names[hit.document_id] for hit in answer.items]
    place = next((place for place, name in enumerate(ranked, start=1) if name in question.answers), None)
    return Answer(question, place, answer.best or 0.0, answer.threshold)
