"""What may be asked of the knowledge index. An answer says why each hit is one, and may be that nothing is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from shared.kernel.ids import IncidentId, TenantId
from shared.projections.knowledge_index.document import Kind
from shared.projections.lexical.explanation import MatchedTerm
from shared.projections.page import AsOf
from shared.projections.snippet import Snippet

DEFAULT_HITS = 5
MAX_HITS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternSearch:
    """``symptoms``: what is seen, in any words; log lines, alert names and resources count most."""

    symptoms: str
    kinds: frozenset[Kind] = frozenset()
    """Only documents of one of these kinds are found; with none named, those of all kinds are."""
    tags: frozenset[str] = frozenset()
    """Only documents that have all of these tags are found; with none named, tags do not matter."""
    service_id: UUID | None = None
    weak: bool = False
    """True adds the hits whose score is below the threshold, best first; false leaves them out."""
    limit: int = DEFAULT_HITS
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbooksByMeaning:
    symptoms: str
    tags: frozenset[str] = frozenset()
    """Only runbooks that have all of these tags are found; with none named, tags do not matter."""
    weak: bool = False
    """True adds the runbooks whose score is below the threshold, best first; false leaves them out."""
    limit: int = DEFAULT_HITS
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarQuery:
    """To an incident: by what it is called, what was seen and where."""

    incident_id: IncidentId
    weak: bool = False
    """True adds the documents whose score is below the threshold, best first; false leaves them out."""
    limit: int = DEFAULT_HITS
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreParts:
    """Each between 0 and 1."""

    words: float
    """The stretch's BM25 score for the question's words and names, as a share of the most that any stretch could have,
    from 0 to 1. Rare words count more; a word that nothing known has counts against every stretch.
    """
    covered: float
    """The share of the question's words and names, by their rarity, that the stretch has in some form, from 0 to 1.
    Another word of the field for the same thing, and a word that a misspelt one was read as, count as that word.
    """
    names: float
    """The share of the question's known exact names (alerts, error codes, resources) that the stretch has, from 0 to 1,
    where rare names count more; 0 when the question has none that is known.
    """
    meaning: float | None
    """How near the stretch is to the question in meaning, from 0 to 1; null when one of the two has no vector."""
    aligned: float | None = None
    """How near a token of the question is to the nearest one of the stretch, each read where it stands: the mean over
    the question's tokens, from 0 to 1. Null when the stretch was not among the first, or the model compares no tokens.
    """
    aligned_least: float | None = None
    """The same over the quarter of the question's tokens that the stretch has least."""
    aligned_back: float | None = None
    """The same the other way round: how near a token of the stretch is to the nearest one of the question."""
    recency: float
    """How new it is: 1 today and half as much every 180 days, by when it occurred."""
    verified: float
    """The share of the times that it worked, from 0 to 1, with one success and one failure assumed."""
    feedback: float
    """What was said of the document as an answer, from -1 (wrong) to 1 (right), most of it of questions of the same
    words; 0 when nobody said anything. A voice counts half after a year.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeHit:
    document_id: UUID
    """The id (a UUID) of the incident, runbook, postmortem or knowledge document that was found."""
    kind: Kind
    """What sort of document it is, which says where its id can be asked for."""
    ref: str
    """What people call it: `INC-42`, a slug, or `postmortem` with its title."""
    title: str
    """The document's title, by its newest text."""
    status: str
    """The state of an incident or postmortem, the automation level of a runbook, or the tracker's own word; it is empty
    for a document without one.
    """
    score: float
    """The probability, from 0 to 1, that this is what was asked for; never more than that of the hit before."""
    parts: ScoreParts
    """What the score was made of."""
    heading: str
    """The first heading of the stretch that was found, as a path such as `Database / Failover`; it is empty when there
    is none.
    """
    text: str
    """The stretch itself, whole: the title and what stands in front of every stretch of the document are left out."""
    first_line: int | None
    """The line of a written document's body, or of a runbook's Markdown below its front matter, counted from 1, where
    the stretch begins; null when it was put together from other fields.
    """
    last_line: int | None
    """The line of the same text at which the stretch ends; null as for its beginning."""
    snippet: Snippet
    """Pieces of that stretch with the question's words and names marked; nothing is marked when it was found by meaning
    alone.
    """
    why: tuple[MatchedTerm, ...]
    """The question's words and names that the stretch has, at most 12, heaviest first; empty when meaning alone found
    it.
    """
    matched_names: tuple[str, ...]
    """The question's exact names that the stretch has, in lower case, rarest first; it is empty when it has none."""
    tags: tuple[str, ...]
    """The document's own tags, of an incident its severity; it is empty when there are none."""
    url: str | None
    """The address of a written document where it comes from, or a runbook's first one; null when there is none."""
    incident_id: UUID | None
    """The id of the incident that a postmortem is about; null when that is not recorded, and for other kinds."""
    occurred_at: datetime
    """The instant, in UTC, at which an incident was detected, a postmortem's impact began or a document's matter
    happened; when that is not said, when it was written. A runbook has the instant at which it was created.
    """
    updated_at: datetime
    """The instant, in UTC, of the newest change of the document that the index has."""
    succeeded: int
    """How often it was seen to work: a runbook's successful executions, or 1 for a resolved incident, a published
    postmortem or a verified document.
    """
    failed: int
    """How often it was seen to fail: the failed executions of a runbook, and 0 for other kinds."""
    said_right: int
    """How many of the newest 200 voices said that the document was the right answer, to whatever question; a voice is a
    person, a key or a workflow, once for questions of the same words.
    """
    said_wrong: int
    """How many of them said that it was the wrong one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadWord:
    said: str
    """The word as it was asked for, in lower case."""
    terms: tuple[str, ...]
    """The stems of the known words that it was read as, at most three; a stem is a word without its ending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeAnswer:
    """``matched`` is False when nothing reached the threshold; ``best`` is the best score that there was at all."""

    items: tuple[KnowledgeHit, ...]
    """The hits, best first: those that reach the threshold, and the weaker ones when they were asked for too."""
    matched: bool
    """True when the best hit reaches the threshold; false says that nothing known fits."""
    threshold: float
    """The score, from 0 to 1, from which on a hit counts as a match: with it, answers and refusals were right
    most often on the questions that the scores were fitted to.
    """
    best: float | None
    """The best score that there was, also below the threshold; null when nothing was found at all."""
    unknown: tuple[str, ...]
    """Words and names of the question that no document of the tenant has, nor another word for the same thing, at most
    20, as they were asked for.
    """
    read_as: tuple[ReadWord, ...]
    """Words of the question that no document has and that were taken for misspelt ones that some have."""
    models: tuple[str, ...]
    """The models whose vectors were compared, the first before the second; it is empty when words and names alone were.
    """
    degraded: str | None
    """It says in words why meaning was left out, or how many documents it does not reach yet; null when it was whole.
    """
    as_of: AsOf
    """How fresh the knowledge index is that was searched."""


class KnowledgeQueries(Protocol):
    """Every answer is of one tenant. Raises InvalidQuery."""

    def search_patterns(self, tenant_id: TenantId, query: PatternSearch, at: datetime) -> KnowledgeAnswer:
        """``at``: now; ages are counted from there."""

    def similar(self, tenant_id: TenantId, query: SimilarQuery, kind: Kind, at: datetime) -> KnowledgeAnswer | None:
        """Documents of that kind that are like an incident, itself left out; None: there is no such incident."""
