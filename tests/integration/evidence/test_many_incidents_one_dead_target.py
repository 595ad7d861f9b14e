"""A target that is silent costs its own answers, and nobody else's."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

from shared.adapters.evidence.notebook import Notebook
from shared.app.collect_evidence import CollectEvidence
from shared.diagnosis.evidence import EvidenceProblem, EvidenceSource
from shared.ports.clock import SystemClock
from shared.ports.evidence import AlertInQuestion, Collected, Inquiry
from tests.support.fake_cluster import CRASHING, NOW, fake_cluster, inquiry_about, ref, waits_for, with_shop

POD = min(CRASHING.pods)


@dataclass
class Reader:
    """Reads whatever a test says."""

    target: str
    reading: Callable[[Notebook], object]
    source: EvidenceSource = EvidenceSource.PROMETHEUS
    asked: list[Inquiry] = field(default_factory=list)

    def concerns(self, inquiry: Inquiry) -> bool:  # noqa: ARG002 - as the port has it
        return True

    def read(self, inquiry: Inquiry, until: float) -> Collected:  # noqa: ARG002 - as the port has it
        self.asked.append(inquiry)
        notes = Notebook(source=self.source, target=self.target, at=NOW)
        self.reading(notes)
        return notes.collected()

    def close(self) -> None:
        """There is nothing to close."""


def collecting(*readers, deadline_s: float = 60.0, workers: int = 8) -> CollectEvidence:
    return CollectEvidence(readers=readers, clock=SystemClock(), deadline_s=deadline_s, workers=workers)


def says(text: str) -> Callable[[Notebook], object]:
    return lambda notes: notes.note("GET /", text, text)


def problems(collected: Collected) -> dict[str, EvidenceProblem]:
    return {each.target or each.source: each.problem for each in collected.evidence if each.problem is not None}


def test_what_all_say_comes_in_an_order_of_its_own():
    readers = [Reader("b", says("one")), Reader("a", says("two")), Reader("c", says("three"), EvidenceSource.ARGOCD)]
    both = [collecting(*order).collect(inquiry_about()) for order in (readers, readers[::-1])]
    texts = [[each.text for each in collected.evidence if each.text] for collected in both]
    assert texts == [["three", "two", "one"]] * 2


def test_a_reader_that_is_late_is_told_and_the_others_are_heard():
    released = Event()
    slow = Reader("slow", lambda _notes: released.wait())
    collected = collecting(slow, Reader("quick", says("here")), deadline_s=0.2).collect(inquiry_about())
    released.set()
    assert problems(collected)["slow"] is EvidenceProblem.TIMEOUT
    assert "here" in [each.text for each in collected.evidence]
    assert "everything of prometheus slow" in [gap.wanted for gap in collected.snapshot.gaps]


def test_a_reader_that_fails_is_told_without_its_secrets():
    def fail(notes: Notebook) -> None:
        raise KeyError("password=hunter2x")

    collected = collecting(Reader("broken", fail), Reader("whole", says("here"))).collect(inquiry_about())
    assert problems(collected)["broken"] is EvidenceProblem.UNREADABLE
    assert "hunter2x" not in repr(collected)
    assert "here" in [each.text for each in collected.evidence]


def test_nobody_to_ask_is_told_too():
    assert problems(collecting().collect(inquiry_about())) == {
        "kubernetes": EvidenceProblem.NOT_CONFIGURED,
        "argocd": EvidenceProblem.NOT_CONFIGURED,
        "prometheus": EvidenceProblem.NOT_CONFIGURED,
    }


def test_the_alerts_themselves_are_evidence():
    alert = AlertInQuestion(name="Down", labels={"pod": "web-0"}, annotations={"note": "password=hunter2x"})
    inquiry = Inquiry(alerts=(alert,), from_at=NOW, to_at=NOW)
    collected = collecting().collect(inquiry)
    [observed] = collected.snapshot.alerts
    assert observed.labels == {"pod": "web-0"}
    assert observed.annotations == {"note": "password=[redacted]"}
    assert observed.evidence_id in {each.evidence_id for each in collected.evidence}


def test_two_hundred_incidents_are_read_beside_a_dead_cluster():
    released = Event()
    with fake_cluster(name="alive") as alive, fake_cluster(name="dead", timeout_s=0.5) as dead:
        with_shop(alive)
        dead.api.rules.append(waits_for(released))
        collect = collecting(alive.reader, dead.reader, workers=4)
        began = time.monotonic()
        with ThreadPoolExecutor(32) as incidents:
            found = list(incidents.map(lambda _: collect.collect(inquiry_about(ref("Pod", POD))), range(200)))
        took = time.monotonic() - began
        released.set()
        collect.close()
    assert all(len(each.snapshot.logs) == 4 for each in found)
    assert all(problems(each)["dead"] is EvidenceProblem.TIMEOUT for each in found)
    # Each of its workers waits at most twice, and then one at a time after each pause.
    assert len(dead.api.asked) <= 2 * 4 + took / dead.reader.connection.target.pause_s + 1
