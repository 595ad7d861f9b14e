"""Every vector has its signature, of its own length and only as long as it is there; no tenant sees another's."""

from collections.abc import Sequence

import psycopg
import pytest

from shared.adapters.embeddings.minilm import MiniLM
from shared.adapters.postgres.connection import connect_pool, transaction
from shared.adapters.postgres.projections.knowledge_index import queries
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.adapters.postgres.vectors import PostgresVectors
from shared.app.embed_waiting import EmbedWaiting
from shared.app.project import Projector
from shared.kernel.ids import TenantId
from shared.ports.embedding import Embedder, Vector
from shared.projections.knowledge_index.projection import knowledge_index
from shared.projections.knowledge_index.queries import PatternSearch
from tests.support.facts import OTHER_TENANT, READER, TENANT, Log, commit, minutes
from tests.support.history_knowledge import document_put

pytestmark = pytest.mark.postgres

_SIGNATURES = "SELECT model, content_hash, signature::text FROM knowledge.signature ORDER BY model, content_hash"


@pytest.fixture
def kept(database_url: str) -> str:
    """Two models, of which one has more dimensions; the vector of one text comes twice."""
    with connect_pool(database_url, role="sre_projector", application="test") as pool:
        vectors = PostgresVectors(pool)
        vectors.keep(TENANT, "narrow@1", {"a": (0.5, -0.5), "b": (-1.0, 0.0)}, {})
        vectors.keep(TENANT, "narrow@1", {"a": (0.5, -0.5)}, {"a": b"tokens"})
        vectors.keep(TENANT, "wide@1", {"a": (0.1, 0.1, -0.1)}, {})
        vectors.keep(OTHER_TENANT, "narrow@1", {"a": (0.5, -0.5)}, {})
    return database_url


def _seen(url: str, tenant: TenantId) -> list[tuple[str, str, str]]:
    with connect_pool(url, role="sre_query", application="test") as pool, transaction(pool, tenant) as connection:
        return connection.execute(_SIGNATURES.encode()).fetchall()


def test_a_vector_is_signed_when_it_is_kept_and_seen_by_its_tenant(kept: str):
    assert _seen(kept, TENANT) == [("narrow@1", "a", "10"), ("narrow@1", "b", "00"), ("wide@1", "a", "110")]
    assert _seen(kept, OTHER_TENANT) == [("narrow@1", "a", "10")]


def test_a_signature_goes_with_its_vector(kept: str):
    with psycopg.connect(kept) as owner:
        owner.execute("DELETE FROM knowledge.embedding WHERE tenant_id = %s AND content_hash = 'a'", (TENANT,))
    assert _seen(kept, TENANT) == [("narrow@1", "b", "00")]
    assert _seen(kept, OTHER_TENANT) == [("narrow@1", "a", "10")]


class _Wide:
    """The real model's vectors, twice one after the other."""

    model, dimensions = "wide@1", 2 * MiniLM.dimensions

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        return [[*each, *each] for each in MiniLM().embed(texts)]


def test_among_many_both_models_find_by_signatures(database_url: str, monkeypatch: pytest.MonkeyPatch):
    """As many as are many: two, of which each was read by one model."""
    monkeypatch.setattr(queries, "EXACT", 0)
    texts = {"certificate": "The TLS certificate has expired.", "queue": "Consumers are slower than producers."}
    log = Log()
    embedders: tuple[Embedder, ...] = (MiniLM(), _Wide())
    with (
        connect_pool(database_url, role="sre_projector", application="test") as writing,
        connect_pool(database_url, role="sre_query", application="test") as reading,
    ):
        projector = Projector(knowledge_index, PostgresProjectionStore(writing, knowledge_index, READER))
        for (slug, text), model in zip(texts.items(), embedders, strict=True):
            fact = log.add(document_put(slug, symptom=text))
            commit(database_url, [fact])
            projector.project([fact])
            embed = EmbedWaiting(store=PostgresVectors(writing), embedders=(model,))
            embed.announce([fact])
            assert embed(10) == 1
        service = queries.PostgresKnowledgeQueries(reading, embedders)
        search = PatternSearch(symptoms="browsers warn that https ran out", weak=True)
        items = service.search_patterns(TENANT, search, minutes(60)).items
    assert {hit.ref: hit.parts.meaning is not None for hit in items} == {"certificate": True, "queue": True}
