"""What may be asked of the knowledge index. An answer says why each hit is one, and may be that nothing is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from shared.kernel.ids import IncidentId, TenantId
from shared.projections.knowledge_index.document import Kind
from shared.projections.page import AsOf
from shared.projections.snippet import Snippet

DEFAULT_HITS = 5
MAX_HITS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternSearch:
    """``symptoms``: what is seen, in any words; log lines, alert names and resources count most."""

    symptoms: str
    kinds: frozenset[Kind] = frozenset()
    tags: frozenset[str] = frozenset()
    """A document has all of them."""
    service_id: UUID | None = None
    weak: bool = False
    """Also what is below the threshold, in order."""
    limit: int = DEFAULT_HITS
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbooksByMeaning:
    symptoms: str
    tags: frozenset[str] = frozenset()
    weak: bool = False
    limit: int = DEFAULT_HITS
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarQuery:
    """To an incident: by what it is called, what was seen and where."""

    incident_id: IncidentId
    weak: bool = False
    limit: int = DEFAULT_HITS
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreParts:
    """Each between 0 and 1."""

    words: float
    """Share of the question's words that it has, rare words counting more."""
    names: float
    """The same of exact names: alerts, error codes, resources. 0 when the question has none that is known."""
    meaning: float | None
    """Nearness of meaning; None: this text or the question has no vector."""
    recency: float
    verified: float
    """Share of the times that it worked, one success and one failure assumed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeHit:
    document_id: UUID
    kind: Kind
    ref: str
    title: str
    status: str
    score: float
    """Probability that this is what was asked for."""
    parts: ScoreParts
    heading: str
    """Where in the document, and the stretch that was found."""
    snippet: Snippet
    matched_names: tuple[str, ...]
    tags: tuple[str, ...]
    url: str | None
    incident_id: UUID | None
    occurred_at: datetime
    succeeded: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeAnswer:
    """``matched`` is False when nothing reached the threshold; ``best`` is the best score that there was at all."""

    items: tuple[KnowledgeHit, ...]
    matched: bool
    threshold: float
    best: float | None
    models: tuple[str, ...]
    """Models whose vectors were compared, the first before the second; none: found by words and names only."""
    degraded: str | None
    """In words: why meaning was left out, or how many documents it does not reach yet; None when it was whole."""
    as_of: AsOf


class KnowledgeQueries(Protocol):
    """Every answer is of one tenant. Raises InvalidQuery."""

    def search_patterns(self, tenant_id: TenantId, query: PatternSearch, at: datetime) -> KnowledgeAnswer:
        """``at``: now; ages are counted from there."""

    def similar(self, tenant_id: TenantId, query: SimilarQuery, kind: Kind, at: datetime) -> KnowledgeAnswer | None:
        """Documents of that kind that are like an incident, itself left out; None: there is no such incident."""
