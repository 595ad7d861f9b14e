"""Every vector has its signature, of its own length and only as long as it is there; no tenant sees another's."""

import psycopg
import pytest

from shared.adapters.postgres.connection import connect_pool, transaction
from shared.adapters.postgres.vectors import PostgresVectors
from shared.kernel.ids import TenantId
from tests.support.facts import OTHER_TENANT, TENANT

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
