"""KnowledgeIndexQueryService over projected facts and a real model: what is found, why, and what is not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from math import exp
from typing import Any

import psycopg
import pytest

from shared.adapters.embeddings.minilm import MiniLM
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.projections.knowledge_index.queries import PostgresKnowledgeQueries
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.adapters.postgres.vectors import PostgresVectors
from shared.app.cpu_budget import CpuBudget
from shared.app.embed_waiting import EmbedWaiting
from shared.app.project import Projector
from shared.domain.incident.facts import IncidentMergedInto, IncidentResolved
from shared.domain.knowledge_feedback.values import AnswerVerdict
from shared.domain.runbook.values import ExecutionOutcome
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import IncidentStatus
from shared.ports.embedding import Embedder, EmbedderUnavailable, Vector
from shared.projections.knowledge_index.document import Kind
from shared.projections.knowledge_index.projection import knowledge_index
from shared.projections.knowledge_index.queries import KnowledgeAnswer, PatternSearch, SimilarQuery
from shared.projections.page import InvalidQuery
from tests.support import facts as make
from tests.support import history_knowledge as written
from tests.support.facts import OTHER_TENANT, READER, TENANT, Log, commit, minutes, named
from tests.support.incident_facts import seen_by_hand

pytestmark = pytest.mark.postgres

NOW = minutes(60)
REPLICATION = "The standby has fallen behind its primary. WAL files pile up; failover would lose recent transactions."
CERTIFICATE = "Browsers refuse the site: the TLS certificate has expired and cert-manager did not renew it."
QUEUE = "Consumers of the orders topic are slower than producers, so messages wait longer and longer."
LOCAL = MiniLM()


@dataclass
class World:
    log: Log
    projector: Projector
    queries: PostgresKnowledgeQueries
    embed: EmbedWaiting
    url: str

    def happened(self, *facts: Any, tenant=TENANT, embed: bool = True) -> None:
        added = [self.log.add(fact, tenant=tenant) for fact in facts]
        commit(self.url, added)
        self.projector.project(added)
        self.embed.announce(added)
        if embed:
            self.embed(100)

    def ask(self, symptoms: str, **more: Any) -> KnowledgeAnswer:
        return self.queries.search_patterns(TENANT, PatternSearch(symptoms=symptoms, **more), NOW)

    def found(self, symptoms: str, **more: Any) -> list[str]:
        return [hit.ref for hit in self.ask(symptoms, **more).items]

    def pass_by(self, *, minutes: int) -> None:
        """As if everything that waits had begun to so much earlier."""
        with psycopg.connect(self.url) as connection:
            connection.execute(
                "UPDATE knowledge.waiting SET since = since - make_interval(mins => %(minutes)s),"
                " due_at = due_at - make_interval(mins => %(minutes)s),"
                " first_at = first_at - make_interval(mins => %(minutes)s)",
                {"minutes": minutes},
            )

    def value(self, statement: str) -> Any:
        with psycopg.connect(self.url) as connection:
            row = connection.execute(statement.encode()).fetchone()
            return row and row[0]


@dataclass
class Counting:
    """The real model, and how many texts it was given."""

    model: str = LOCAL.model
    dimensions: int = LOCAL.dimensions
    texts: int = 0
    longest: int = 0
    away: bool = False

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        if self.away:
            raise EmbedderUnavailable("away")
        self.texts += len(texts)
        self.longest = max(self.longest, *(len(text.split()) for text in texts))
        return LOCAL.embed(texts)


@pytest.fixture
def model() -> Counting:
    return Counting()


@pytest.fixture
def world(database_url: str, model: Counting) -> Iterator[World]:
    with (
        connect_pool(database_url, role="sre_projector", application="test") as writing,
        connect_pool(database_url, role="sre_query", application="test") as reading,
    ):
        yield World(
            Log(),
            Projector(knowledge_index, PostgresProjectionStore(writing, knowledge_index, READER)),
            PostgresKnowledgeQueries(reading, (model,), wait_s=0.2),
            EmbedWaiting(store=PostgresVectors(writing), embedders=(model,)),
            database_url,
        )


def three(world: World) -> None:
    world.happened(
        written.document_put("replication", title="Database replication", symptom=REPLICATION, body="PostgresLagHigh"),
        written.document_put("certificate", title="Certificates", symptom=CERTIFICATE),
        written.document_put("queue", title="Message queue", symptom=QUEUE),
    )


def test_of_a_long_question_the_beginning_is_read_for_its_meaning_and_every_word_is_looked_for(
    world: World, model: Counting
) -> None:
    three(world)
    model.longest = 0
    assert world.found(f"{'the replica lags behind ' * 50} replication")[:1] == ["replication"]
    assert model.longest == 80


def test_other_words_for_the_same_thing_find_it(world: World) -> None:
    three(world)

    assert world.found("browsers warn of an insecure connection because https ran out")[:1] == ["certificate"]
    assert world.found("the replica lags minutes behind the main database server")[:1] == ["replication"]
    question = "visitors are told that the connection is not private"
    assert (world.ask(question, weak=True).items[0].ref, world.ask(question, weak=True).items[0].parts.words) == (
        "certificate",
        0.0,
    )


def test_an_exact_name_finds_it_and_is_named(world: World) -> None:
    three(world)

    hit = world.ask("PostgresLagHigh").items[0]

    assert (hit.ref, hit.matched_names, hit.parts.names) == ("replication", ("postgreslaghigh",), 1.0)


def test_nothing_like_it_is_no_match_and_says_how_near_the_nearest_was(world: World) -> None:
    three(world)

    answer = world.ask("the coffee machine on the third floor leaks")

    assert (answer.items, answer.matched) == ((), False)
    assert answer.best is not None
    assert 0 < answer.best < answer.threshold
    assert len(world.found("the coffee machine on the third floor leaks", weak=True)) == 3


def test_a_hit_shows_where_it_was_found_and_what_of(world: World) -> None:
    three(world)

    hit = world.ask("standby behind primary").items[0]

    assert {fragment.text.lower() for fragment in hit.snippet if fragment.hit} >= {"standby", "primary"}
    assert (hit.kind, hit.title, hit.heading) == (Kind.GUIDE, "Database replication", "Symptom")
    assert 0 < hit.score < 1
    assert 0.3 < hit.parts.words < 1
    assert {each.term for each in hit.why} == {"standby", "behind", "primary"}
    assert sum(each.weight for each in hit.why) == pytest.approx(hit.parts.words, abs=0.001)
    assert (hit.text, hit.first_line) == (f"Symptom: {REPLICATION}\nPostgresLagHigh", 1)
    assert hit.parts.meaning is not None


def test_words_find_a_document_before_it_has_a_vector(world: World) -> None:
    world.happened(written.document_put("queue", title="Message queue", symptom=QUEUE), embed=False)

    (hit,) = world.ask("consumers slower than producers").items

    assert (hit.ref, hit.parts.meaning) == ("queue", None)


def test_without_the_model_words_still_find_and_the_answer_says_so(world: World, model: Counting) -> None:
    three(world)
    model.away = True

    answer = world.ask("consumers slower than producers")

    assert ([hit.ref for hit in answer.items], answer.models) == (["queue"], ())
    assert answer.degraded == "the embedding model does not answer"


def test_a_text_is_embedded_once_however_often_it_is_put_or_projected_again(world: World, model: Counting) -> None:
    three(world)
    before = model.texts
    world.happened(
        written.document_put("queue", 2, title="Message queue", symptom=QUEUE, tags=("kafka",)),
        written.document_put("copy", title="Message queue", symptom=QUEUE),
    )

    assert model.texts == before
    assert sorted(world.found("consumers slower than producers")) == ["copy", "queue"]


def test_while_the_model_is_away_texts_wait_and_get_their_vectors_later(world: World, model: Counting) -> None:
    model.away = True
    with pytest.raises(EmbedderUnavailable):
        world.happened(written.document_put("queue", symptom=QUEUE))
    assert world.value("SELECT count(*) FROM knowledge.waiting") == 1

    model.away = False
    assert world.embed(10) == 1

    assert world.value("SELECT count(*) FROM knowledge.waiting") == 0
    assert world.value("SELECT count(*) FROM knowledge.embedding") == 1


def test_texts_that_nobody_announced_are_found_by_looking(world: World, model: Counting) -> None:
    world.happened(written.document_put("queue", symptom=QUEUE), embed=False)
    with psycopg.connect(world.url) as connection:
        connection.execute("DELETE FROM knowledge.waiting")

    assert (world.embed.look_again(10), world.embed(10), world.embed.look_again(10)) == (1, 1, 0)


def test_a_storm_of_alerts_embeds_nothing_until_it_has_settled(world: World, model: Counting) -> None:
    world.embed = replace(world.embed, settle_s=300.0)
    for number in range(20):
        incident = f"i{number}"
        world.happened(make.created(incident, number + 1, title=f"service {number} fails", description="It is slow."))
        for alert in ("a", "b", "c"):
            world.happened(make.correlated(incident, (f"{incident}{alert}",)))
    assert (model.texts, world.value("SELECT count(*) FROM knowledge.waiting")) == (0, 20)

    world.pass_by(minutes=6)

    assert world.embed(100) == model.texts == 20
    assert world.value("SELECT count(*) FROM knowledge.waiting") == 0
    assert world.value("SELECT count(*) FROM knowledge.embedding") == 20


def test_in_the_middle_of_a_storm_a_document_is_found_by_meaning_at_once(world: World, model: Counting) -> None:
    world.embed = replace(world.embed, settle_s=300.0)
    world.happened(make.created("i", 1, title="orders fail"), written.document_put("certificate", symptom=CERTIFICATE))

    assert model.texts == 1
    (hit,) = world.ask("visitors are told that the connection is not private", weak=True).items[:1]
    assert (hit.ref, hit.parts.meaning is not None) == ("certificate", True)


def test_an_answer_says_how_many_documents_have_no_meaning_yet(world: World) -> None:
    world.embed = replace(world.embed, settle_s=300.0)
    world.happened(make.created("i", 1, title="orders fail"), written.document_put("certificate", symptom=CERTIFICATE))

    said = "1 of the documents that may be found have no vector yet; words and names find them"
    assert world.ask("orders").degraded == said
    assert world.ask("orders", kinds=frozenset({Kind.GUIDE})).degraded is None
    world.pass_by(minutes=6)
    world.embed(100)
    assert world.ask("orders").degraded is None


def test_an_incident_that_somebody_has_seen_gets_its_meaning_at_once(world: World, model: Counting) -> None:
    world.embed = replace(world.embed, settle_s=300.0)
    world.happened(make.created("i", 1, title="orders fail"))
    assert model.texts == 0

    world.happened(seen_by_hand(IncidentId(named("i")), minutes(2)))

    assert model.texts == 1


def test_an_incident_that_never_settles_waits_for_an_hour_and_no_longer(world: World, model: Counting) -> None:
    world.embed = replace(world.embed, settle_s=300.0, longest_s=3600.0)
    world.happened(make.created("i", 1, title="orders fail"))
    for _ in range(14):
        world.pass_by(minutes=4)
        world.happened(make.correlated("i"))
    assert model.texts == 0

    world.pass_by(minutes=4)
    world.happened(make.correlated("i"))

    assert model.texts == 1


def test_what_the_budget_left_undone_is_done_when_it_is_quiet(world: World, model: Counting) -> None:
    clock = [0.0]
    budget = CpuBudget(share=0.0, monotonic=lambda: clock[0])
    world.embed = replace(world.embed, budget=budget)
    budget.arrived()
    three(world)
    assert (model.texts, world.value("SELECT count(*) FROM knowledge.waiting")) == (0, 3)

    clock[0] = 10.0

    assert (world.embed(10), world.value("SELECT count(*) FROM knowledge.waiting")) == (3, 0)


def test_vectors_of_the_model_before_serve_until_the_new_one_has_its_own(world: World, model: Counting) -> None:
    world.happened(written.document_put("certificate", symptom=CERTIFICATE))
    new = Counting(model="newer@1")
    both: tuple[Embedder, ...] = (new, model)
    with connect_pool(world.url, role="sre_query", application="test") as reading:
        queries = PostgresKnowledgeQueries(reading, both)
        search = PatternSearch(symptoms="visitors are warned that the connection is not private", weak=True)
        before = queries.search_patterns(TENANT, search, NOW)
        with connect_pool(world.url, role="sre_projector", application="test") as writing:
            moving = EmbedWaiting(store=PostgresVectors(writing), embedders=both)
            moved = (moving.look_again(10), moving(10))
        after = queries.search_patterns(TENANT, search, NOW)

    assert moved == (1, 1)
    assert before.models == ("newer@1", LOCAL.model)
    assert before.items[0].parts.meaning == after.items[0].parts.meaning is not None


@pytest.fixture
def reading_world(world: World) -> Iterator[World]:
    """With the real model, which reads tokens, too."""
    with (
        connect_pool(world.url, role="sre_projector", application="test") as writing,
        connect_pool(world.url, role="sre_query", application="test") as reading,
    ):
        yield replace(
            world,
            queries=PostgresKnowledgeQueries(reading, (LOCAL,), wait_s=0.2),
            embed=EmbedWaiting(store=PostgresVectors(writing), embedders=(LOCAL,)),
        )


def test_what_comes_first_is_read_again_token_by_token(reading_world: World) -> None:
    three(reading_world)
    hit, *others = reading_world.ask("consumers are slower than producers", weak=True).items

    assert hit.ref == "queue"
    assert hit.parts.aligned is not None
    assert hit.parts.aligned > max(each.parts.aligned or 0 for each in others)
    assert all(each.parts.aligned_least is not None for each in (hit, *others))


def test_a_question_that_is_mostly_misspelt_is_answered_by_its_words(reading_world: World) -> None:
    three(reading_world)
    misspelt = reading_world.ask("consumrs sloer than prodcers")

    assert misspelt.items[0].ref == "queue"
    assert misspelt.items[0].parts.aligned is None


def test_texts_whose_tokens_nobody_has_read_are_found_until_they_are_and_keep_their_vectors(
    reading_world: World,
) -> None:
    three(reading_world)
    with psycopg.connect(reading_world.url) as connection:
        connection.execute("UPDATE knowledge.embedding SET tokens = NULL, embedded_at = '2026-01-01'")
    question = "consumers are slower than producers"

    before = reading_world.ask(question).items[0]
    assert (before.ref, before.parts.aligned) == ("queue", None)
    assert before.parts.meaning is not None

    assert (reading_world.embed.look_again(10), reading_world.embed(10)) == (3, 3)
    assert reading_world.embed.look_again(10) == 0
    after = reading_world.ask(question).items[0]
    assert after.parts.aligned is not None
    assert after.parts.meaning == before.parts.meaning
    assert reading_world.value("SELECT count(*) FROM knowledge.embedding WHERE embedded_at = '2026-01-01'") == 3


def test_one_document_without_tokens_does_not_keep_the_others_from_being_compared(reading_world: World) -> None:
    three(reading_world)
    with psycopg.connect(reading_world.url) as connection:
        connection.execute(
            "UPDATE knowledge.embedding e SET tokens = NULL FROM knowledge_index.chunk c"
            " JOIN knowledge_index.document d USING (tenant_id, document_id)"
            " WHERE c.content_hash = e.content_hash AND d.ref = 'queue'"
        )
    aligned = {each.ref: each.parts.aligned for each in reading_world.ask("queue of messages", weak=True).items}
    assert aligned.pop("queue") is None
    assert None not in aligned.values()
    assert aligned


def test_what_was_removed_unpublished_or_merged_is_not_found(world: World) -> None:
    world.happened(
        written.document_put("queue", symptom=QUEUE),
        written.document_removed("queue"),
        written.postmortem_created("draft", title="Consumers slower than producers"),
        make.created("i", 1, title="Consumers slower than producers"),
        make.created("j", 2, title="Consumers of orders slower than producers"),
        IncidentMergedInto(
            incident_id=IncidentId(named("i")),
            merged_into=IncidentId(named("j")),
            reason="same",
            merged_by="human:ana",
            merged_at=minutes(1),
        ),
    )

    assert world.found("consumers slower than producers", weak=True) == ["INC-2"]
    world.happened(written.postmortem_published("draft", title="Consumers slower than producers"))
    assert set(world.found("consumers slower than producers", weak=True)) == {
        "INC-2",
        "postmortem Consumers slower than producers",
    }


def test_what_worked_comes_before_what_did_not(world: World) -> None:
    world.happened(
        written.runbook_created("fails", title="Restart the consumers", description=QUEUE),
        written.runbook_created("works", title="Restart the consumers", description=QUEUE),
        *(written.execution_completed("fails", ExecutionOutcome.FAILED, step) for step in range(3)),
        *(written.execution_completed("works", ExecutionOutcome.SUCCEEDED, step) for step in range(3)),
    )

    first, second = world.ask("consumers slower than producers").items

    assert (first.ref, first.succeeded, second.ref, second.failed) == ("works", 3, "fails", 3)
    assert first.parts.verified > second.parts.verified


def test_only_kinds_tags_and_services_that_were_asked_for(world: World) -> None:
    service = named("service")
    world.happened(
        written.document_put("queue", symptom=QUEUE, tags=("kafka", "orders")),
        written.runbook_created("restart", title="Restart the consumers", description=QUEUE, tags=("kafka",)),
        make.created("i", 7, title="Consumers slower than producers", service_ids=(service,)),
    )

    assert world.found("slow consumers", kinds=frozenset({Kind.RUNBOOK}), weak=True) == ["restart"]
    assert world.found("slow consumers", tags=frozenset({"kafka", "orders"}), weak=True) == ["queue"]
    assert world.found("slow consumers", service_id=service, weak=True) == ["INC-7"]


def test_similar_to_an_incident_is_neither_itself_nor_what_was_merged_into_it(world: World) -> None:
    title = "Orders topic: consumers lag"
    world.happened(
        make.created("i", 1, title=title),
        make.created("j", 2, title=title),
        make.created("k", 3, title=title),
        make.created("other", 4, title="The coffee machine leaks"),
        IncidentMergedInto(
            incident_id=IncidentId(named("k")),
            merged_into=IncidentId(named("i")),
            reason="same",
            merged_by="human:ana",
            merged_at=minutes(1),
        ),
        IncidentResolved(
            incident_id=IncidentId(named("j")),
            previous=IncidentStatus.OPEN,
            summary="scaled the consumers to six",
            resolved_by="human:ana",
            resolved_at=minutes(30),
            approval_id=None,
        ),
        written.postmortem_published("own", "i", title=title),
        written.postmortem_published("others", "j", title=title),
    )

    def like(kind: Kind) -> list[Any]:
        query = SimilarQuery(incident_id=IncidentId(named("i")))
        answer = world.queries.similar(TENANT, query, kind, NOW)
        assert answer is not None
        return [hit.incident_id if kind is Kind.POSTMORTEM else hit.ref for hit in answer.items]

    assert like(Kind.INCIDENT) == ["INC-2"]
    assert like(Kind.POSTMORTEM) == [named("j")]
    unknown = SimilarQuery(incident_id=IncidentId(named("nobody")))
    assert world.queries.similar(TENANT, unknown, Kind.INCIDENT, NOW) is None


def test_a_tenant_finds_nothing_of_another(world: World) -> None:
    world.happened(written.document_put("queue", symptom=QUEUE), tenant=OTHER_TENANT)

    assert world.found("consumers slower than producers", weak=True) == []


@pytest.mark.parametrize(
    "hostile", ["' | !x & (", "\\", "it''s :* <-> '", "%s %(tenant)s", "a\\'b:A", "漢字", "!!! ???"]
)
def test_any_text_is_a_question(world: World, hostile: str) -> None:
    world.happened(written.document_put("odd", body=f"{hostile} {hostile}"))

    world.ask(hostile)


def test_an_empty_question_is_refused(world: World) -> None:
    with pytest.raises(InvalidQuery, match="symptoms is empty"):
        world.ask("  ")


def test_what_was_said_of_an_answer_moves_it_visibly_and_only_so_far(world: World) -> None:
    body = "The disk of the orders database is full. Delete old segments of the log, and look who keeps them."
    world.happened(*(written.document_put(name, title="Orders", body=body) for name in ("first", "second")))
    question = "segments accumulate, nobody rotates anything tonight"
    before = {hit.ref: hit for hit in world.ask(question, weak=True).items}
    assert before["first"].score == before["second"].score
    assert (before["first"].parts.feedback, before["first"].said_right, before["first"].said_wrong) == (0.0, 0, 0)

    world.happened(
        written.feedback_given("second", AnswerVerdict.RIGHT, f"{question.upper()}!"),
        written.feedback_given("first", AnswerVerdict.WRONG, question),
        *(written.feedback_given("first", AnswerVerdict.WRONG, question, f"human:{number}") for number in range(40)),
        embed=False,
    )
    right, wrong = world.ask(question, weak=True).items
    assert (right.ref, right.said_right, right.said_wrong) == ("second", 1, 0)
    assert (wrong.ref, wrong.said_right, wrong.said_wrong) == ("first", 0, 41)
    assert (right.parts.feedback, wrong.parts.feedback) == (0.4, round(-0.8 * 41 / 42, 4))
    odds = {hit.ref: hit.score / (1 - hit.score) for hit in (right, wrong)}
    start = before["first"].score / (1 - before["first"].score)
    assert odds["second"] / start == pytest.approx(exp(1.5 * 0.4), rel=0.02)
    assert exp(-1.5) < odds["first"] / start < 1


def test_what_was_said_of_other_questions_counts_little(world: World) -> None:
    world.happened(written.document_put("one", title="Disk full", body="The disk of the orders database is full."))
    world.happened(written.feedback_given("one", AnswerVerdict.WRONG, "who is on call"), embed=False)
    (hit,) = world.ask("disk of the orders database full").items
    assert (hit.parts.feedback, hit.said_wrong) == (-0.1, 1)


def test_a_voice_counts_half_after_a_year(world: World) -> None:
    world.happened(written.document_put("one", title="Disk full", body="The disk of the orders database is full."))
    world.happened(written.feedback_given("one", AnswerVerdict.RIGHT, "disk full"), embed=False)
    later = NOW + timedelta(days=365)
    query = PatternSearch(symptoms="disk full", weak=True)
    (hit,) = world.queries.search_patterns(TENANT, query, later).items
    assert hit.parts.feedback == pytest.approx(0.8 * 0.5 / 1.5, abs=0.001)


def test_nobody_hears_what_another_tenant_said(world: World) -> None:
    document = written.document_put("one", title="Disk full", body="The disk of the orders database is full.")
    world.happened(document)
    world.happened(document, tenant=OTHER_TENANT)
    world.happened(written.feedback_given("one", AnswerVerdict.WRONG, "disk full"), tenant=OTHER_TENANT, embed=False)
    (hit,) = world.ask("disk full").items
    assert (hit.parts.feedback, hit.said_wrong) == (0.0, 0)
