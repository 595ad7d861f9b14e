"""Asks everybody who may know something about an incident, all at once, and waits for none of them too long."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field, replace
from datetime import datetime

from shared.diagnosis.changes import changes_in
from shared.diagnosis.evidence import Evidence, EvidenceProblem, EvidenceSource, evidence_of
from shared.diagnosis.merging import merge
from shared.diagnosis.redaction import redact, redact_named
from shared.diagnosis.snapshot import EvidenceGap, ObservedAlert, Snapshot
from shared.ports.clock import Clock
from shared.ports.evidence import AlertInQuestion, Collected, EvidenceReader, Inquiry

#: Those whose silence a diagnosis must know of.
_EXPECTED = (EvidenceSource.KUBERNETES, EvidenceSource.ARGOCD, EvidenceSource.PROMETHEUS)
_ALL_OF_IT = "everything"


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectEvidence:
    """Each target has workers of its own: one that is silent holds up nobody who asks another."""

    readers: Sequence[EvidenceReader]
    clock: Clock
    deadline_s: float = 30.0
    """Seconds after which it answers with what there is."""
    workers: int = 8
    """Inquiries that one target is asked about at a time; the others wait in line, within their deadline."""
    _pools: dict[str, ThreadPoolExecutor] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for reader in self.readers:
            name = _name(reader)
            self._pools[name] = ThreadPoolExecutor(self.workers, thread_name_prefix=f"evidence {name}")

    def collect(self, inquiry: Inquiry, *, within_s: float | None = None) -> Collected:
        """Reads everything that concerns the inquiry, in an order that depends on nothing but what was read.

        ``within_s``: less time than ``deadline_s``, where whoever asks has less.
        """
        allowed_s = self.deadline_s if within_s is None else min(within_s, self.deadline_s)
        until = time.monotonic() + allowed_s
        asked = [reader for reader in self.readers if reader.concerns(inquiry)]
        begun = [(reader, self._pools[_name(reader)].submit(_read, reader, inquiry, until)) for reader in asked]
        parts = [self._own(inquiry), *(self._awaited(reader, future, until) for reader, future in begun)]
        parts += self._nobody_to_ask(asked)
        evidence = {each.evidence_id: each for part in parts for each in part.evidence}
        seen = merge([part.snapshot for part in parts], self.clock.now())
        changes = changes_in(seen.objects, inquiry.from_at, inquiry.to_at)
        return Collected(
            tuple(sorted(evidence.values(), key=_evidence_order)), replace(seen, changes=(*seen.changes, *changes))
        )

    def close(self) -> None:
        """Ends the workers once each has finished the request it waits for, and gives connections back."""
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)
        for reader in self.readers:
            reader.close()

    def _awaited(self, reader: EvidenceReader, future: Future[Collected], until: float) -> Collected:
        try:
            return future.result(max(0.0, until - time.monotonic()))
        except NotYet:
            future.cancel()
            late = f"not answered within {self.deadline_s:g} s"
            return _nothing(reader.source, reader.target, EvidenceProblem.TIMEOUT, late, self.clock.now())
        except Exception as failure:  # noqa: BLE001 - told as evidence: a reader's fault must not cost the others' answers
            said = redact(f"{type(failure).__name__}: {failure}")
            return _nothing(reader.source, reader.target, EvidenceProblem.UNREADABLE, said, self.clock.now())

    def _own(self, inquiry: Inquiry) -> Collected:
        return alerts_as_evidence(inquiry.alerts, self.clock.now())

    def _nobody_to_ask(self, asked: Sequence[EvidenceReader]) -> Iterator[Collected]:
        for source in _EXPECTED:
            if source not in {reader.source for reader in asked}:
                why = "nobody has said where to read it for these resources"
                yield _nothing(source, "", EvidenceProblem.NOT_CONFIGURED, why, self.clock.now())


def alerts_as_evidence(alerts: Sequence[AlertInQuestion], at: datetime) -> Collected:
    """Gives the alerts of the incident themselves, redacted, as evidence."""
    read = [(alert, _alert_evidence(alert, at)) for alert in alerts]
    observed = tuple(
        ObservedAlert(
            name=alert.name,
            labels=_redacted(alert.labels),
            annotations=_redacted(alert.annotations),
            starts_at=alert.starts_at,
            evidence_id=evidence.evidence_id,
        )
        for alert, evidence in read
    )
    return Collected(tuple(evidence for _, evidence in read), Snapshot(at=at, alerts=observed))


def _alert_evidence(alert: AlertInQuestion, at: datetime) -> Evidence:
    body = {"labels": _redacted(alert.labels), "annotations": _redacted(alert.annotations)}
    return evidence_of(
        EvidenceSource.ALERTS,
        "",
        f"alert {alert.name}",
        title=f"Alert {alert.name}",
        read_at=at,
        from_at=alert.starts_at,
        text=json.dumps(body, sort_keys=True, ensure_ascii=False),
    )


def _redacted(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: redact_named(name, text) for name, text in sorted(texts.items())}


def _read(reader: EvidenceReader, inquiry: Inquiry, until: float) -> Collected:
    if time.monotonic() >= until:
        raise NotYet
    return reader.read(inquiry, until)


def _nothing(source: EvidenceSource, target: str, problem: EvidenceProblem, detail: str, at: datetime) -> Collected:
    wanted = f"{_ALL_OF_IT} of {source} {target}".rstrip()
    evidence = evidence_of(source, target, _ALL_OF_IT, title=wanted, read_at=at, problem=problem, detail=detail)
    gap = EvidenceGap(wanted=wanted, problem=problem, evidence_id=evidence.evidence_id)
    return Collected((evidence,), Snapshot(at=at, gaps=(gap,)))


def _name(reader: EvidenceReader) -> str:
    return f"{reader.source}/{reader.target}"


def _evidence_order(evidence: Evidence) -> tuple[str, ...]:
    return evidence.source, evidence.target, evidence.query, evidence.evidence_id
