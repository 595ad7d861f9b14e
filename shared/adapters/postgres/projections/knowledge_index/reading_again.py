"""What comes first by words and meaning is read again, token by token, where the model has read the tokens."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.adapters.postgres.projections.freshness import Reading
from shared.adapters.postgres.projections.knowledge_index import statements
from shared.kernel.ids import TenantId
from shared.ports.embedding import Alignment, Embedder, TokenEmbedder, Vector
from shared.projections.knowledge_index.coefficients import MEANT
from shared.projections.knowledge_index.ranking import Passage, first_passages


@dataclass(frozen=True, slots=True)
class QuestionTokens:
    embedder: TokenEmbedder
    tokens: bytes


def read_question(embedder: Embedder, text: str) -> tuple[Vector, QuestionTokens | None]:
    """Without tokens where the model reads none, or finds none in the question. Raises EmbedderUnavailable."""
    if not isinstance(embedder, TokenEmbedder):
        return embedder.embed([text])[0], None
    (read,) = embedder.read([text])
    return read.vector, QuestionTokens(embedder, read.tokens) if read.tokens else None


def read_again(
    reading: Reading, tenant_id: TenantId, question: QuestionTokens | None, passages: Sequence[Passage]
) -> Sequence[Passage]:
    """Gives those that come first, with how they align; all of them as they are, where nothing can be compared."""
    if question is None or not passages:
        return passages
    first = first_passages(passages, MEANT)
    parameters = {
        "tenant": tenant_id,
        "model": question.embedder.model,
        "documents": [each.document_id for each in first],
        "ordinals": [each.ordinal for each in first],
    }
    rows = reading.rows(statements.TOKENS, parameters)
    if not rows:
        return passages
    aligned = question.embedder.align(question.tokens, [row["tokens"] for row in rows])
    of = {(row["document_id"], row["ordinal"]): each for row, each in zip(rows, aligned, strict=True)}
    return [_with(each, of.get((each.document_id, each.ordinal))) for each in first]


def _with(passage: Passage, its: Alignment | None) -> Passage:
    if its is None:
        return passage
    parts = replace(passage.parts, aligned=its.mean, aligned_least=its.least, aligned_back=its.back)
    return replace(passage, parts=parts)
