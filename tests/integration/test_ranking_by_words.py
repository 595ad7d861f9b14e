"""BM25 in PostgreSQL: the score is that of the formula, and counts are right whatever happened before."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import psycopg
import pytest

from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.projections.knowledge_index.queries import PostgresKnowledgeQueries
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.adapters.postgres.projections.tables import create_tables
from shared.app.project import Projector
from shared.projections.knowledge_index.document import Kind
from shared.projections.knowledge_index.projection import knowledge_index
from shared.projections.knowledge_index.queries import KnowledgeHit, PatternSearch
from shared.projections.lexical.analysis import terms_in
from shared.projections.lexical.stems import Language
from tests.support import history_knowledge as written
from tests.support.facts import OTHER_TENANT, READER, TENANT, Log, commit, minutes

pytestmark = pytest.mark.postgres

NOW = minutes(60)
FRESH = "knowledge_index_fresh"
WORDS = [
    "disk",
    "full",
    "node",
    "pod",
    "restart",
    "failover",
    "replica",
    "certificate",
    "expired",
    "KubePodCrashLooping",
    "ORA-00060",
]
LENGTHS = """
    SELECT d.ref, u.length FROM knowledge_index.unit u JOIN knowledge_index.document d ON d.document_id = u.owner_id
"""


@dataclass
class World:
    url: str
    log: Log
    projector: Projector
    fresh: Projector
    queries: PostgresKnowledgeQueries

    def happened(self, *facts: Any, tenant=TENANT) -> None:
        added = [self.log.add(fact, tenant=tenant) for fact in facts]
        commit(self.url, added)
        self.projector.project(added)

    def hits(self, symptoms: str, **more: Any) -> Sequence[KnowledgeHit]:
        return self.queries.search_patterns(TENANT, PatternSearch(symptoms=symptoms, weak=True, **more), NOW).items

    def rows(self, statement: str) -> list[Any]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(statement.encode()).fetchall()


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with psycopg.connect(database_url) as owner:
        create_tables(owner, knowledge_index, FRESH)
    with (
        connect_pool(database_url, role="sre_projector", application="test") as writing,
        connect_pool(database_url, role="sre_query", application="test") as reading,
    ):
        yield World(
            database_url,
            Log(),
            Projector(knowledge_index, PostgresProjectionStore(writing, knowledge_index, READER)),
            Projector(knowledge_index, PostgresProjectionStore(writing, knowledge_index, READER, schema=FRESH)),
            PostgresKnowledgeQueries(reading, (), wait_s=0.2),
        )


def counted(schema: str) -> tuple[str, str]:
    units = f"FROM {schema}.unit u CROSS JOIN unnest(u.terms) t GROUP BY 1, 2 ORDER BY 1, 2"
    return f"SELECT tenant_id, t.lexeme, count(*) {units}", f"TABLE {schema}.term ORDER BY tenant_id, term"


@pytest.mark.parametrize("seed", range(3))
def test_counts_after_any_history_are_those_of_the_units_and_of_a_rebuild(world: World, seed: int) -> None:
    chance = random.Random(seed)
    versions: Counter[str] = Counter()
    for _ in range(12):
        facts = []
        for slug in chance.sample("abcdefgh", chance.randint(1, 4)):
            versions[slug] += 1
            body = " ".join(chance.choices(WORDS, k=chance.choice((3, 30, 400))))
            removed = versions[slug] > 1 and chance.random() < 0.3
            facts.append(
                written.document_removed(slug) if removed else written.document_put(slug, versions[slug], body=body)
            )
        world.happened(*facts, tenant=chance.choice((TENANT, OTHER_TENANT)) if len(versions) == 1 else TENANT)
    world.fresh.project(world.log.facts)

    naive, kept = counted("knowledge_index")
    assert world.rows(kept) == sorted(world.rows(naive), key=lambda row: (row[0], row[1].encode()))
    assert world.rows(kept) == world.rows(counted(FRESH)[1])
    whole = "SELECT tenant_id, count(*), sum(length) FROM knowledge_index.unit GROUP BY 1 ORDER BY 1"
    for schema in ("knowledge_index", FRESH):
        there = f"SELECT * FROM {schema}.corpus WHERE units > 0 ORDER BY tenant_id"
        assert world.rows(there) == world.rows(whole)


def test_the_score_is_that_of_the_formula(world: World) -> None:
    chance = random.Random(5)
    texts = {f"d{number}": " ".join(chance.choices(WORDS, k=chance.randint(3, 90))) for number in range(12)}
    world.happened(*(written.document_put(slug, title=slug, body=text) for slug, text in texts.items()))
    asked = ["disk", "full", "certific"]

    hits = world.hits("disk full certificates", limit=20)

    terms = {slug: Counter(terms_in(text, Language.ENGLISH)) for slug, text in texts.items()}
    lengths = dict(world.rows(LENGTHS))
    mean = sum(lengths.values()) / len(lengths)
    weights = {}
    for term in asked:
        having = sum(each[term] > 0 for each in terms.values())
        weights[term] = log(1 + (len(texts) - having + 0.5) / (having + 0.5))
    assert len(hits) > 5
    for hit in hits:
        expected = sum(
            weight * terms[hit.ref][term] / (terms[hit.ref][term] + 1.2 * (0.25 + 0.75 * lengths[hit.ref] / mean))
            for term, weight in weights.items()
        )
        assert hit.parts.words == pytest.approx(expected / sum(weights.values()), abs=0.0002)
        held = sum(weight for term, weight in weights.items() if terms[hit.ref][term])
        assert hit.parts.covered == pytest.approx(held / sum(weights.values()), abs=0.0002)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_rare_name_comes_before_many_common_words(world: World) -> None:
    world.happened(
        *(written.document_put(f"d{number}", body="the pod is crash looping on a node") for number in range(8)),
        written.document_put("right", body="What to do about KubePodCrashLooping: describe it."),
    )

    first, second = world.hits("KubePodCrashLooping")[:2]

    assert (first.ref, first.matched_names) == ("right", ("kubepodcrashlooping",))
    assert second.parts.words < first.parts.words
    weights = {each.term: each.weight for each in first.why}
    assert weights["kubepodcrashlooping"] == max(weights.values()) > 2 * weights["pod"]


def test_words_meet_in_the_language_of_the_document(world: World) -> None:
    world.happened(
        written.document_put(
            "de", title="Zertifikat", body="Die Zertifikate sind abgelaufen und werden nicht erneuert."
        ),
        written.document_put("fr", title="Sauvegarde", body="Les sauvegardes de la base ne sont pas restaurées."),
    )

    assert world.hits("Zertifikaten abgelaufenes")[0].ref == "de"
    assert world.hits("restaurer une sauvegarde")[0].ref == "fr"


def test_a_misspelt_word_is_read_as_the_known_one_and_the_answer_says_so(world: World) -> None:
    world.happened(
        written.document_put("vault", title="Secrets", body="Vault is sealed after each restart. Unseal it by hand."),
        written.document_put("disk", title="Disks", body="The disk of a node is full."),
    )

    answer = world.queries.search_patterns(TENANT, PatternSearch(symptoms="vualt quuxly", weak=True), NOW)

    assert [hit.ref for hit in answer.items] == ["vault"]
    assert [(each.said, each.terms) for each in answer.read_as] == [("vualt", ("vault",))]
    assert answer.unknown == ("quuxly",)
    assert [fragment.text for fragment in answer.items[0].snippet if fragment.hit] == ["Vault"]


def test_a_misspelt_word_is_read_however_many_terms_of_its_letter_come_before(world: World) -> None:
    with psycopg.connect(world.url) as owner:
        owner.execute(
            "INSERT INTO knowledge_index.term (tenant_id, term, units)"
            " SELECT %s, 'ra' || lpad(n::text, 5, '0'), 1 FROM generate_series(1, 6000) AS n",
            (TENANT,),
        )
    world.happened(written.document_put("vault", body="Vault is sealed after each restart"))

    answer = world.queries.search_patterns(TENANT, PatternSearch(symptoms="resatrt", weak=True), NOW)

    assert [(each.said, each.terms) for each in answer.read_as] == [("resatrt", ("restart",))]


def test_what_another_tenant_wrote_is_no_reading_of_a_misspelt_word(world: World) -> None:
    world.happened(written.document_put("here", body="disk full"))
    world.happened(written.document_put("there", body="Vault is sealed"), tenant=OTHER_TENANT)

    answer = world.queries.search_patterns(TENANT, PatternSearch(symptoms="vualt", weak=True), NOW)

    assert (answer.items, answer.read_as, answer.unknown) == ((), (), ("vualt",))


def test_another_word_of_the_field_finds_and_the_word_itself_finds_better(world: World) -> None:
    world.happened(
        written.document_put("certificate", title="One", body="The certificate is expired."),
        written.document_put("cert", title="Two", body="The cert is expired."),
        written.document_put("database", title="Three", body="A database is slow."),
    )

    hits = world.hits("cert")

    assert [hit.ref for hit in hits] == ["cert", "certificate"]
    assert hits[1].parts.covered == hits[0].parts.covered == 1.0
    assert [each.term for each in hits[1].why] == ["cert"]
    assert world.hits("Datenbank langsam")[0].ref == "database"


def test_words_of_another_tenant_have_no_weight_here(world: World) -> None:
    world.happened(written.document_put("here", body="disk full"))
    before = world.hits("disk full")[0].parts.words
    world.happened(*(written.document_put(f"t{n}", body="disk full") for n in range(20)), tenant=OTHER_TENANT)

    assert world.hits("disk full")[0].parts.words == before
    assert [hit.ref for hit in world.hits("disk full", kinds=frozenset({Kind.GUIDE}))] == ["here"]
