"""hit@1, hit@3 and mean reciprocal rank by words and names alone, by meaning alone, and by all of them together."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from bench.database import a_database
from bench.measure import Result, result
from bench.retrieval.corpus import MEASURED, NOW, TENANT, Question, facts, name_of, questions
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

#: Documents in the order in which a search brings them, by name.
Ranking = Callable[[str], Sequence[str]]
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

    def ranked(self, text: str, *, meaning: bool = True, weights: Weights = HYBRID) -> list[str]:
        return [self.names[hit.document_id] for hit in self.asked(text, meaning=meaning, weights=weights).items]


@contextmanager
def an_index(folder: Path = MEASURED) -> Iterator[Index]:
    with a_database("retrieval") as database:
        migrate(database.url)
        writing = connect_pool(database.url, role="sre_projector", application="bench", max_size=1)
        reading = connect_pool(database.url, role="sre_query", application="bench", max_size=1)
        model = MiniLM()
        store = PostgresProjectionStore(writing, knowledge_index, FactReader(Codec(FACTS)))
        embed = EmbedWaiting(store=PostgresVectors(writing), embedders=(model,))
        corpus = list(facts(folder))
        Projector(knowledge_index, store).project(corpus)
        embed.announce(corpus)
        while embed(50):
            pass
        yield Index(reading, model, name_of(folder))
        reading.close()
        writing.close()


def run() -> Iterator[Result]:
    with an_index() as index:
        answerable = [question for question in questions() if question.answers]
        words = scores(answerable, lambda text: index.ranked(text, meaning=False))
        meaning = scores(answerable, lambda text: index.ranked(text, weights=MEANING))
        hybrid = scores(answerable, index.ranked)
        for name in words:
            limit = max(words[name], meaning[name])
            yield result(f"retrieval: {name}, words and names", "%", [words[name]])
            yield result(f"retrieval: {name}, meaning", "%", [meaning[name]])
            yield result(f"retrieval: {name}, hybrid", "%", [hybrid[name]], [limit], "the better of the two")
        answers = [(question, index.asked(question.text)) for question in questions()]
        right = [answer.matched == bool(question.answers) for question, answer in answers]
        none = [not answer.matched for question, answer in answers if not question.answers]
        yield result("retrieval: match or no match, rightly", "%", [_share(right)])
        yield result("retrieval: no match where there is none", "%", [_share(none)])


def scores(asked: Sequence[Question], ranking: Ranking) -> dict[str, float]:
    places = [_place(ranking(question.text), question) for question in asked]
    return {
        "hit@1": _share([place == 1 for place in places]),
        "hit@3": _share([place is not None and place <= 3 for place in places]),
        "MRR": 100 * sum(1 / place for place in places if place) / len(places),
    }


def _place(ranked: Sequence[str], question: Question) -> int | None:
    return next((place for place, name in enumerate(ranked, start=1) if name in question.answers), None)


def _share(true: Sequence[bool]) -> float:
    return 100 * sum(true) / len(true)
