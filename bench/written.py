"""Written knowledge of one tenant, as much of it as is asked for, and questions about it.

Texts have the words of a real company's distribution (Zipf's law) and names as machines make them; a larger index
holds the texts of a smaller one several times under other ids, so that every term is as frequent as it would be.
"""

import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import accumulate, product
from typing import Final
from uuid import UUID, uuid5

import psycopg

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.projections.reading import FactReader
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.app.project import Projector
from shared.domain.knowledge_document.facts import KnowledgeDocumentPut
from shared.domain.knowledge_document.values import DocumentKind, KnowledgeContent
from shared.domain.published import FACTS
from shared.kernel.envelope import Envelope
from shared.kernel.ids import DocumentId, TenantId
from shared.projections.knowledge_index.projection import knowledge_index

TENANT: Final = TenantId(UUID("00000000-0000-4000-8000-0000000000cc"))
NOW: Final = datetime(2026, 11, 1, tzinfo=UTC)
_VOCABULARY, _WORDS_EACH = 20_000, 400
_DOCUMENTS, _BATCH = 1_200, 100
_SYLLABLES = ("ka", "ro", "mi", "te", "lu", "san", "vor", "pel", "dri", "qua", "ost", "ben", "fal", "zim")

_COPIES = (
    """
    INSERT INTO knowledge_index.document
    SELECT tenant_id, md5(concat(document_id, copy, %(size)s::int))::uuid, kind, ref, title,
        status, searchable, succeeded, failed, tags, service_ids, context, names, url, incident_id, occurred_at,
        updated_at, sections, version
    FROM knowledge_index.document CROSS JOIN generate_series(1, %(copies)s::int) copy
    """,
    """
    INSERT INTO knowledge_index.chunk
    SELECT tenant_id, md5(concat(document_id, copy, %(size)s::int))::uuid, ordinal, kind, heading,
        text, first_line, last_line, encode(sha256(concat(content_hash, copy, %(size)s::int)::bytea), 'hex')
    FROM knowledge_index.chunk CROSS JOIN generate_series(1, %(copies)s::int) copy
    """,
    """
    INSERT INTO knowledge_index.unit
    SELECT tenant_id, md5(concat(owner_id, copy, %(size)s::int))::uuid, ordinal, kind, length, terms
    FROM knowledge_index.unit CROSS JOIN generate_series(1, %(copies)s::int) copy
    """,
    "VACUUM ANALYZE",
)


def texts_and_questions(asked: int) -> tuple[Sequence[str], Sequence[str]]:
    """The same every time; ``asked`` questions."""
    chance = random.Random(11)
    texts = [_text(chance) for _ in range(_DOCUMENTS)]
    return texts, [_question(chance, text) for text in chance.sample(texts, asked)]


def _text(chance: random.Random) -> str:
    words = chance.choices(_WORDS, cum_weights=_FREQUENCIES, k=_WORDS_EACH)
    names = [f"{chance.choice(_WORDS).title()}{chance.choice(_WORDS).title()}" for _ in range(6)]
    pods = [f"{chance.choice(_WORDS[:200])}-{chance.getrandbits(36):09x}" for _ in range(6)]
    together = [*words, *names, *pods]
    chance.shuffle(together)
    return "\n\n".join(" ".join(together[start : start + 40]) for start in range(0, len(together), 40))


def _question(chance: random.Random, text: str) -> str:
    """Words of one document, and two that stand everywhere."""
    return " ".join([*chance.sample(text.split(), chance.randint(3, 9)), *_WORDS[5:7]])


def imported(writing: Pool, texts: Sequence[str]) -> list[float]:
    """Gives the documents a second of each batch, from fact to words."""
    projector = Projector(knowledge_index, PostgresProjectionStore(writing, knowledge_index, FactReader(Codec(FACTS))))
    rates = []
    for start in range(0, len(texts), _BATCH):
        facts = [_put(number, text) for number, text in enumerate(texts[start : start + _BATCH], start=start)]
        began = time.perf_counter()
        projector.project(facts)
        rates.append(len(facts) / (time.perf_counter() - began))
    return rates


def _put(number: int, text: str) -> Envelope[KnowledgeDocumentPut]:
    fact = KnowledgeDocumentPut(
        document_id=DocumentId(uuid5(TENANT, str(number))),
        slug=f"document-{number}",
        document_version=1,
        content=KnowledgeContent(kind=DocumentKind.GUIDE, title=f"Document {number}", body=text),
        put_by="human:ana",
    )
    fact_id = uuid5(TENANT, f"fact {number}")
    return Envelope(
        message_id=fact_id,
        tenant_id=TENANT,
        data=fact,
        occurred_at=NOW,
        producer="/bench",
        actor="human:ana",
        correlation_id=fact_id,
        aggregate_version=1,
    )


def grow(url: str, size: int) -> None:
    """Until there are about ``size`` chunks, each with a hash of its own."""
    with psycopg.connect(url, autocommit=True) as connection:
        (there,) = connection.execute("SELECT count(*) FROM knowledge_index.unit").fetchone() or (1,)
        for statement in _COPIES:
            connection.execute(statement.encode(), {"copies": max(0, round(size / there) - 1), "size": size})


_WORDS = ["".join(each) for each in product(_SYLLABLES, repeat=4)][:_VOCABULARY]
random.Random(3).shuffle(_WORDS)
_FREQUENCIES = list(accumulate(1 / (10 + rank) for rank in range(_VOCABULARY)))
