"""A corpus in a database: put, projected, embedded and asked for as everywhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from bench.database import a_database
from bench.retrieval.corpus import NOW, PROSE, TENANT, Corpus
from bench.retrieval.vectors import Remembered, RememberedTokens
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.migrate import migrate
from shared.adapters.postgres.projections.knowledge_index.queries import PostgresKnowledgeQueries
from shared.adapters.postgres.projections.reading import FactReader
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.adapters.postgres.vectors import PostgresVectors
from shared.app.embed_waiting import EmbedWaiting
from shared.app.project import Projector
from shared.domain.published import FACTS
from shared.ports.embedding import Embedder, TokenEmbedder
from shared.projections.knowledge_index.projection import knowledge_index
from shared.projections.knowledge_index.queries import KnowledgeAnswer, PatternSearch
from shared.projections.knowledge_index.ranking import Judge, judged

_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Index:
    reading: Pool
    embedders: tuple[Embedder, ...]
    names: dict[UUID, str]

    def asked(self, text: str, judge: Judge = judged) -> KnowledgeAnswer:
        queries = PostgresKnowledgeQueries(self.reading, self.embedders, judge=judge)
        return queries.search_patterns(TENANT, PatternSearch(symptoms=text, weak=True, limit=_DEPTH), NOW)


@contextmanager
def an_index(
    corpus: Corpus = PROSE, embedder: Embedder | None = None, *, without_tokens: bool = False
) -> Iterator[Index]:
    """Without an embedder there are words alone; without tokens, no passage is read again."""
    remembered = (_remembered(embedder, without_tokens=without_tokens),) if embedder else ()
    with a_database("retrieval") as database:
        migrate(database.url)
        writing = connect_pool(database.url, role="sre_projector", application="bench", max_size=1)
        reading = connect_pool(database.url, role="sre_query", application="bench", max_size=1)
        store = PostgresProjectionStore(writing, knowledge_index, FactReader(Codec(FACTS)))
        embed = EmbedWaiting(store=PostgresVectors(writing), embedders=remembered)
        facts = list(corpus.facts())
        Projector(knowledge_index, store).project(facts)
        embed.announce(facts)
        while embed(50):
            pass
        yield Index(reading, remembered, corpus.names())
        for each in remembered:
            each.save()
        reading.close()
        writing.close()


def _remembered(embedder: Embedder, *, without_tokens: bool) -> Remembered:
    if without_tokens or not isinstance(embedder, TokenEmbedder):
        return Remembered(embedder)
    return RememberedTokens(embedder)
