"""KnowledgeIndexQueryService over documents, chunks and vectors in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.projections.cursors import plain
from shared.adapters.postgres.projections.freshness import FreshReads
from shared.adapters.postgres.projections.knowledge_index import statements
from shared.adapters.postgres.projections.knowledge_index.nearest import (
    EXACT,
    Among,
    let_through,
    near_parameters,
)
from shared.adapters.postgres.projections.knowledge_index.reading_again import (
    QuestionTokens,
    read_again,
    read_question,
)
from shared.adapters.postgres.projections.lexical import plan_parameters, read_plan
from shared.adapters.postgres.vectors import MOST_COUNTED, WAITING_OF_KINDS
from shared.domain.knowledge_feedback.values import family_of
from shared.kernel.ids import TenantId
from shared.ports.embedding import Embedder, EmbedderUnavailable, Vector
from shared.projections.knowledge_index.chunking import passage_of
from shared.projections.knowledge_index.coefficients import coefficients_for
from shared.projections.knowledge_index.document import Kind
from shared.projections.knowledge_index.feedback import HALF_LIFE_OF_VOICES_DAYS, MOST_VOICES, OF_OTHER_QUESTIONS
from shared.projections.knowledge_index.projection import knowledge_index
from shared.projections.knowledge_index.queries import (
    MAX_HITS,
    KnowledgeAnswer,
    KnowledgeHit,
    KnowledgeQueries,
    PatternSearch,
    ReadWord,
    ScoreParts,
    SimilarQuery,
)
from shared.projections.knowledge_index.ranking import HALF_LIFE_DAYS, Judge, Judged, Passage, Wording, judged
from shared.projections.lexical.explanation import Marker, MatchedTerm, marker_of
from shared.projections.lexical.question import Plan, asked_in
from shared.projections.page import InvalidQuery

_DAY_S = 86_400.0
_LONGEST = 2_000
#: Of a question, for its meaning; its words are looked for as they all are.
_MOST_WORDS = 80
_MOST_UNKNOWN = 20
_PARTS = tuple(field.name for field in fields(ScoreParts))
#: What the first statement says; the others are of what is read again.
_FOUND_PARTS = tuple(name for name in _PARTS if not name.startswith("aligned"))
_AWAY = "the embedding model does not answer"
_NO_MODEL = "no embedding model is set up"
#: Sections of an incident that say what it looked like; what ended it would find other ends.
_LOOKS = frozenset({"", "Seen"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    tenant_id: TenantId
    text: str
    filters: dict[str, Any]
    at: datetime
    limit: int
    weak: bool


class PostgresKnowledgeQueries:
    """Role ``sre_query``. ``embedders``: as the projector's, in the same order."""

    def __init__(
        self, pool: Pool, embedders: Sequence[Embedder], *, wait_s: float = 2.0, judge: Judge = judged
    ) -> None:
        self._reads = FreshReads(pool, knowledge_index, wait_s=wait_s)
        self._embedders = tuple(embedders)
        self._judge = judge

    def search_patterns(self, tenant_id: TenantId, query: PatternSearch, at: datetime) -> KnowledgeAnswer:
        filters = {
            "kinds": sorted(kind.value for kind in query.kinds) or None,
            "tags": sorted(plain(tag) for tag in query.tags) or None,
            "service": query.service_id,
            "excluded": [],
        }
        text = plain(query.symptoms).strip()
        if not text:
            raise InvalidQuery("symptoms is empty: say what is seen")
        asked = _Asked(tenant_id=tenant_id, text=text, filters=filters, at=at, limit=query.limit, weak=query.weak)
        return self._answer(asked, query.min_position)

    def similar(self, tenant_id: TenantId, query: SimilarQuery, kind: Kind, at: datetime) -> KnowledgeAnswer | None:
        with self._reads.reading(tenant_id, query.min_position) as reading:
            found = reading.rows(statements.OF_INCIDENT, {"tenant": tenant_id, "incident": query.incident_id})
        if not found:
            return None
        excluded = [query.incident_id, *found[0]["own"]]
        filters = {"kinds": [kind.value], "tags": None, "service": None, "excluded": excluded}
        text = _looks_of(found[0])
        asked = _Asked(tenant_id=tenant_id, text=text, filters=filters, at=at, limit=query.limit, weak=query.weak)
        return self._answer(asked, query.min_position)

    def _answer(self, asked: _Asked, min_position: int | None) -> KnowledgeAnswer:
        if asked.limit < 1:
            raise InvalidQuery("limit is below one")
        vectors, question, away = self._meaning(asked.text)
        compared = self._embedders if vectors else ()
        parameters = _parameters(asked)
        for number, (embedder, vector) in enumerate(zip(compared, vectors, strict=True)):
            parameters |= near_parameters(number, embedder, vector)
        with self._reads.reading(asked.tenant_id, min_position) as reading:
            words = asked_in(asked.text)
            plan = read_plan(reading, knowledge_index.name, asked.tenant_id, words)
            parameters |= plan_parameters(plan) | {"let_through": let_through(plan.corpus.units)}
            among = _among(asked.filters, plan.corpus.units)
            found = reading.rows(statements.search(len(compared), among), parameters)
            tokens = None if _is_misspelt(plan) else question
            passages = read_again(reading, asked.tenant_id, tokens, [_passage(row) for row in found])
            by = coefficients_for(passages)
            ranked = self._judge(passages, _wording(plan), by)
            shown = [each for each in ranked[: parameters["limit"]] if asked.weak or each.score >= by.threshold]
            rows = reading.rows(statements.HITS, parameters | _keys(shown)) if shown else []
            waiting = reading.rows(WAITING_OF_KINDS, parameters)[0]["waiting"] if compared else 0
        marker, of = marker_of(words, plan.terms), {each.passage.document_id: each for each in shown}
        return KnowledgeAnswer(
            items=tuple(_hit(row, of[row["document_id"]], marker) for row in rows),
            matched=bool(ranked) and ranked[0].score >= by.threshold,
            threshold=by.threshold,
            best=_rounded(ranked[0].score) if ranked else None,
            unknown=plan.unknown[:_MOST_UNKNOWN],
            read_as=tuple(ReadWord(said=said, terms=terms) for said, terms in plan.read_as.items() if terms),
            models=tuple(embedder.model for embedder in compared),
            degraded=away or _without_meaning(waiting),
            as_of=reading.as_of,
        )

    def _meaning(self, text: str) -> tuple[Sequence[Vector], QuestionTokens | None, str | None]:
        """The question's vectors, all or none, since they stand in for each other; its tokens; what is missing."""
        if not self._embedders:
            return (), None, _NO_MODEL
        first, *others = self._embedders
        beginning = _beginning_of(text)
        try:
            vector, tokens = read_question(first, beginning)
            return (vector, *(each.embed([beginning])[0] for each in others)), tokens, None
        except EmbedderUnavailable:
            return (), None, _AWAY


def _among(filters: dict[str, Any], units: int) -> Among:
    """``units``: how many the tenant has."""
    if filters["tags"] is not None or filters["service"] is not None:
        return Among.LABELLED
    if filters["kinds"] is not None or filters["excluded"]:
        return Among.WANTED
    return Among.FEW if units <= EXACT else Among.MANY


def _beginning_of(text: str) -> str:
    """Gives what a question is taken to mean by: its first words, since reading costs more with every word."""
    return " ".join(text.split()[:_MOST_WORDS])


def _without_meaning(documents: int) -> str | None:
    if not documents:
        return None
    count = f"{documents} or more" if documents == MOST_COUNTED else str(documents)
    return f"{count} of the documents that may be found have no vector yet; words and names find them"


def _parameters(asked: _Asked) -> dict[str, Any]:
    return asked.filters | {
        "tenant": asked.tenant_id,
        "at": asked.at,
        "limit": min(asked.limit, MAX_HITS),
        "half_life_s": HALF_LIFE_DAYS * _DAY_S,
        "family": family_of(asked.text),
        "of_other_questions": OF_OTHER_QUESTIONS,
        "voice_half_life_s": HALF_LIFE_OF_VOICES_DAYS * _DAY_S,
        "most_voices": MOST_VOICES,
    }


def _is_misspelt(plan: Plan) -> bool:
    """Tells whether half of its words or more were taken for others: their tokens are pieces that mean nothing."""
    return 2 * sum(map(bool, plan.read_as.values())) >= max(1, plan.count)


def _wording(plan: Plan) -> Wording:
    return Wording(count=plan.count, missing=plan.missing / plan.most if plan.most else 0.0)


def _passage(row: dict[str, Any]) -> Passage:
    key = {name: row[name] for name in ("document_id", "ordinal", "occurred_at")}
    return Passage(**key, parts=ScoreParts(**{name: row[name] for name in _FOUND_PARTS}))


def _keys(shown: Sequence[Judged]) -> dict[str, Any]:
    return {
        "documents": [each.passage.document_id for each in shown],
        "ordinals": [each.passage.ordinal for each in shown],
    }


def _looks_of(row: dict[str, Any]) -> str:
    seen = [each["text"] for each in row["sections"] if each["heading"] in _LOOKS]
    return "\n".join(part for part in (row["title"], row["context"], *row["names"], *seen) if part)[:_LONGEST]


def _hit(row: dict[str, Any], its: Judged, marker: Marker) -> KnowledgeHit:
    same = (
        *("document_id", "ref", "title", "status", "heading", "first_line", "last_line", "url"),
        *("incident_id", "occurred_at", "updated_at", "succeeded", "failed"),
        *("said_right", "said_wrong"),
    )
    passage = passage_of(row["text"], row["title"], row["context"])
    return KnowledgeHit(
        **{name: row[name] for name in same},
        kind=Kind(row["kind"]),
        score=_rounded(its.score),
        parts=ScoreParts(**{name: _rounded(getattr(its.passage.parts, name)) for name in _PARTS}),
        text=passage,
        snippet=marker.snippet(passage),
        why=tuple(MatchedTerm(term=each["term"], weight=_rounded(each["weight"])) for each in row["why"]),
        matched_names=tuple(row["matched_names"]),
        tags=tuple(row["tags"]),
    )


def _rounded(number: Any) -> Any:
    return None if number is None else round(number, 4)


_: type[KnowledgeQueries] = PostgresKnowledgeQueries
