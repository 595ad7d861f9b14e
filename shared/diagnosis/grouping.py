"""Findings of the same fault of the same thing become one draft of a hypothesis: ten pods of one deployment are one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from shared.diagnosis.finding import Finding, name_of, ref_of
from shared.diagnosis.hypothesis import Citation, Confidence, FaultKind, Hypothesis
from shared.diagnosis.index import LONG_AGO, plain
from shared.diagnosis.snapshot import ObjectKey
from shared.kernel.ids import derive

MOST_AFFECTED = 100
MOST_CITED = 30
MOST_SENTENCES = 20
RANKS = {Confidence.CERTAIN: 0, Confidence.LIKELY: 1, Confidence.POSSIBLE: 2}


@dataclass(frozen=True)
class HypothesisDraft:
    """All findings of one hypothesis, the most telling first."""

    findings: tuple[Finding, ...]

    @property
    def lead(self) -> Finding:
        return self.findings[0]

    @property
    def fault(self) -> FaultKind:
        return self.lead.fault

    @cached_property
    def hypothesis_id(self) -> str:
        subject = self.lead.subject
        return str(derive("hypothesis", self.fault, *plain(subject)[:4], self.lead.part))

    @cached_property
    def shows(self) -> frozenset[ObjectKey]:
        """Where the fault is seen."""
        shown = {plain(self.lead.subject)}
        return frozenset(shown.union(plain(key) for finding in self.findings for key in finding.shown_by))

    @cached_property
    def bears(self) -> frozenset[ObjectKey]:
        """Everything that has the fault, also in the eyes of those who lean on it."""
        return self.shows.union(plain(key) for finding in self.findings for key in finding.stands_for)

    @cached_property
    def leans_on(self) -> frozenset[ObjectKey]:
        return frozenset(plain(key) for finding in self.findings for key in finding.leans_on)

    def hypothesis(self, consequence_of: str | None) -> Hypothesis:
        lead = self.lead
        affected = dict.fromkeys(plain(key) for finding in self.findings for key in finding.shown_by)
        return Hypothesis(
            hypothesis_id=self.hypothesis_id,
            fault=self.fault,
            subject=ref_of(lead.subject),
            variant=lead.variant,
            title=f"{name_of(lead.subject)} {lead.summary}"[:1_000],
            why=_sentences(lead.why),
            confidence=lead.confidence,
            citations=tuple(self._citations())[:MOST_CITED],
            affected=tuple(ref_of(key) for key in affected if key != plain(lead.subject))[:MOST_AFFECTED],
            consequence_of=consequence_of,
            confirm=_sentences(lead.confirm),
            refute=_sentences(lead.refute),
        )

    def _citations(self) -> Iterator[Citation]:
        """Gives all that the lead cites, and what decides of each further finding."""
        decisive = [finding.citations[0] for finding in self.findings[1:] if finding.citations]
        yield from dict.fromkeys([*self.lead.citations, *decisive])


def _sentences(said: Iterable[str]) -> tuple[str, ...]:
    """Each once, within the bounds of a hypothesis."""
    return tuple(dict.fromkeys(each[:1_000] for each in said if each.strip()))[:MOST_SENTENCES]


def grouped(findings: Iterable[Finding]) -> list[HypothesisDraft]:
    """Groups by fault, subject and part; the order of the findings does not matter."""
    groups: dict[tuple[FaultKind, ObjectKey, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.fault, plain(finding.subject), finding.part].append(finding)
    return [HypothesisDraft(tuple(sorted(group, key=_telling))) for group in groups.values()]


def _telling(finding: Finding) -> tuple[object, ...]:
    return (
        RANKS[finding.confidence],
        finding.variant == "unknown",
        -len(finding.citations),
        finding.since or LONG_AGO,
        [plain(key) for key in finding.shown_by],
        finding.summary,
    )
