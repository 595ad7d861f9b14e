"""Seen before? The same incident and the same index give the same bytes, and a decision with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from shared.app.triage.look_up_patterns import LookUpPatterns
from shared.app.triage.words_first import SURELY, WordsFirst
from shared.domain.runbook.values import AutomationLevel
from shared.kernel.ids import IncidentId, RunbookId, TenantId
from shared.kernel.vocabulary import ResourceRef
from shared.ports.evidence import AlertInQuestion
from shared.ports.investigator import IncidentUnderTriage
from shared.processes.incident_triage.pattern import PatternDecision, PatternLookup
from shared.projections.knowledge_index.document import Kind
from shared.projections.knowledge_index.queries import KnowledgeAnswer, KnowledgeHit, PatternSearch, ScoreParts
from shared.projections.page import AsOf
from shared.projections.runbook_catalog.queries import RunbookOfAlert, RunbookOfAlertQuery, RunbookSummary
from tests.support.facts import T0, TENANT, named

AS_OF = AsOf(position=41, at=T0)
INCIDENT = IncidentId(named("i"))


def hit(name: str, score: float, kind: Kind = Kind.INCIDENT) -> KnowledgeHit:
    return KnowledgeHit(
        document_id=named(name),
        kind=kind,
        ref=name,
        title=f"About {name}",
        status="",
        score=score,
        parts=ScoreParts(words=score, covered=score, names=0.0, meaning=None, recency=1.0, verified=0.5, feedback=0.0),
        heading="",
        text="",
        first_line=None,
        last_line=None,
        snippet=(),
        why=(),
        matched_names=(),
        tags=(),
        url=None,
        incident_id=None,
        occurred_at=T0,
        updated_at=T0,
        succeeded=0,
        failed=0,
        said_right=0,
        said_wrong=0,
    )


def runbook(slug: str) -> RunbookSummary:
    return RunbookSummary(
        runbook_id=RunbookId(named(slug)),
        slug=slug,
        title=f"How to {slug}",
        description="",
        owner="",
        automation_level=AutomationLevel.MANUAL,
        approval_required=True,
        tags=(),
        alerts=(),
        steps=0,
        runbook_version=1,
        runs=0,
        succeeded=0,
        failed=0,
        last_outcome=None,
        last_completed_at=None,
        updated_by="human:ana",
        written_at=T0,
        version=1,
    )


@dataclass
class Index:
    """Answers the same, and remembers what was asked."""

    hits: Sequence[KnowledgeHit] = ()
    pointed: dict[str, tuple[RunbookSummary, str]] = field(default_factory=dict)
    asked: list[tuple[PatternSearch, datetime]] = field(default_factory=list)
    models: tuple[str, ...] = ("m",)

    def search_patterns(self, tenant_id: TenantId, query: PatternSearch, at: datetime) -> KnowledgeAnswer:
        assert tenant_id == TENANT
        self.asked.append((query, at))
        best = self.hits[0].score if self.hits else None
        return KnowledgeAnswer(
            items=tuple(self.hits),
            matched=best is not None and best >= 0.5,
            threshold=0.5,
            best=best,
            read_as=(),
            unknown=(),
            models=self.models,
            degraded=None if self.models else "no model",
            as_of=AS_OF,
        )

    def find_runbook_of_alert(self, tenant_id: TenantId, query: RunbookOfAlertQuery) -> RunbookOfAlert:
        assert tenant_id == TENANT
        found, by = self.pointed.get(query.alertname, (None, None))
        return RunbookOfAlert(runbook=found, found_by=by, words=None, why=(), as_of=AS_OF)  # type: ignore[arg-type]


def alert(name: str, **annotations: str) -> AlertInQuestion:
    return AlertInQuestion(name=name, labels={}, annotations=annotations, starts_at=T0)


def incident(*alerts: AlertInQuestion) -> IncidentUnderTriage:
    return IncidentUnderTriage(
        tenant_id=TENANT,
        incident_id=INCIDENT,
        title="Checkout fails",
        description="",
        detected_at=T0,
        resources=[ResourceRef(kind="Deployment", name="web", namespace="shop")],
        service_ids=[],
        alerts=alerts,
    )


def looked_up(index: Index, *alerts: AlertInQuestion, words: Index | None = None) -> PatternLookup:
    """``words``: what words alone find; None: nothing, so that meaning is asked."""
    knowledge = WordsFirst(words=words or Index(models=()), meaning=index)  # type: ignore[arg-type]
    return LookUpPatterns(knowledge=knowledge, runbooks=index)(incident(*alerts), T0)  # type: ignore[arg-type]


def by_words(*scores: float) -> Index:
    return Index(hits=[hit("worded", score) for score in scores], models=())


def test_where_words_leave_no_doubt_meaning_is_not_asked():
    meaning = Index(hits=[hit("meant", 0.9)])
    lookup = looked_up(meaning, words=by_words(SURELY))
    assert meaning.asked == []
    assert (lookup.decision, lookup.models, lookup.degraded) == ("known", (), None)
    assert [each.ref for each in lookup.candidates] == ["worded"]


@pytest.mark.parametrize("scores", [(), (0.001,), (SURELY - 0.001,)])
def test_where_words_leave_doubt_meaning_decides(scores):
    lookup = looked_up(Index(hits=[hit("meant", 0.9)]), words=by_words(*scores))
    assert [each.ref for each in lookup.candidates] == ["meant"]
    assert lookup.models == ("m",)


def test_what_an_alert_names_is_decided_without_meaning():
    meaning = Index(pointed={"Errors": (runbook("errors"), "name")})
    lookup = looked_up(meaning, alert("Errors"), words=by_words(0.2))
    assert meaning.asked == []
    assert (lookup.decision, [each.ref for each in lookup.candidates]) == ("known", ["errors", "worded"])


def test_the_question_is_what_people_and_alerts_say_and_what_is_ill():
    index = Index()
    lookup = looked_up(index, alert("Errors", summary="5xx above 5 %"), alert("Errors", summary="another"))
    assert lookup.query == "Checkout fails\nErrors 5xx above 5 %\nDeployment shop/web"
    assert [(query.symptoms, query.weak, at) for query, at in index.asked] == [(lookup.query, True, T0)]
    assert (lookup.index_position, lookup.models, lookup.threshold) == (41, ("m",), 0.5)


@pytest.mark.parametrize(
    ("scores", "decision", "why"),
    [
        ((), "unknown", "Nothing that is written down has any of its words."),
        ((0.24,), "unknown", "incident one fits with 0.24, 0.50 is enough."),
        ((0.25,), "unsure", "incident one fits with 0.25, 0.50 is enough: it may be the same."),
        ((0.5,), "known", "incident one fits with 0.50, 0.50 is enough."),
    ],
)
def test_the_best_score_decides(scores, decision: str, why: str):
    lookup = looked_up(Index(hits=[hit("one", score) for score in scores]))
    assert (lookup.decision, lookup.why) == (PatternDecision(decision), why)


def test_the_incident_itself_is_no_pattern():
    own = hit("i", 0.9)
    lookup = looked_up(Index(hits=[own, hit("other", 0.1)]))
    assert own.document_id == INCIDENT
    assert [candidate.ref for candidate in lookup.candidates] == ["other"]
    assert lookup.decision is PatternDecision.UNKNOWN


@pytest.mark.parametrize(
    ("by", "decision", "first"),
    [("url", "known", "book"), ("name", "known", "book"), ("text", "unknown", "one")],
)
def test_what_an_alert_names_comes_first_and_what_it_suggests_last(by: str, decision: str, first: str):
    index = Index(hits=[hit("one", 0.1)], pointed={"Errors": (runbook("book"), by)})
    lookup = looked_up(index, alert("Errors"), words=by_words(0.2))
    assert (lookup.decision, lookup.candidates[0].ref, len(lookup.candidates)) == (PatternDecision(decision), first, 2)


def test_what_only_the_alerts_text_suggests_is_not_known():
    lookup = looked_up(Index(pointed={"Errors": (runbook("book"), "text")}), alert("Errors"))
    assert (lookup.decision, lookup.why) == (PatternDecision.UNSURE, "What the alert says suggests runbook book.")


def test_asked_again_it_is_the_same_byte_for_byte():
    index = Index(hits=[hit("one", 0.7), hit("two", 0.6)], pointed={"Errors": (runbook("two"), "name")})
    first = looked_up(index, alert("Errors"), alert("Slow")).model_dump_json()
    assert looked_up(index, alert("Errors"), alert("Slow")).model_dump_json() == first
