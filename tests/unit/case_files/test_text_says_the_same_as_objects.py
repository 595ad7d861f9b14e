"""What people paste names the same fault as the objects that it was printed from."""

import json

import pytest

from shared.adapters.case_files.case import CaseFile
from shared.adapters.case_files.read_case import read_case
from shared.diagnosis.diagnose import diagnose
from shared.diagnosis.finding import name_of
from shared.diagnosis.snapshot import LogTail, ObjectKey
from tests.support.fault_examples import EXAMPLES, Example
from tests.support.kubectl_describe import session
from tests.support.manifests import NOW

#: What `kubectl describe` does not print, so that the form of the fault cannot be told from it.
NOT_PRINTED = {
    ("pending", "gated"): "the reason of the condition PodScheduled, where no event says it",
    ("quota", "surge_refused"): "how many pods of a replica set are ready",
}

every_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each.fault}-{each.variant}")


def first_of(*files: tuple[str, str]) -> tuple[str, str, str]:
    """The fault that comes first, its form, and whose it is."""
    case = read_case([CaseFile(path, text, len(text)) for path, text in files], NOW)
    assert case.unread == ()
    first = diagnose(case.snapshot).hypotheses[0]
    subject = ObjectKey("", first.subject.kind, first.subject.namespace or "", first.subject.name)
    return first.fault, first.variant, name_of(subject)


@every_example
def test_descriptions_events_and_logs_name_the_fault_of_the_objects(example: Example) -> None:
    fault, variant, subject = first_of(("ticket.txt", session(example.things)))
    assert (fault, subject) == (example.fault, example.subject)
    assert (variant == example.variant) == ((example.fault, example.variant) not in NOT_PRINTED)


@every_example
def test_objects_in_a_file_name_it_as_well(example: Example) -> None:
    objects = [each for each in example.things if isinstance(each, dict)]
    listed = json.dumps({"apiVersion": "v1", "items": objects, "kind": "List"}, indent=2)
    tails = [each for each in example.things if isinstance(each, LogTail)]
    found = first_of(("all.json", listed), *((_path(each), "\n".join(each.lines)) for each in tails))
    assert found == (example.fault, example.variant, example.subject)


def _path(tail: LogTail) -> str:
    which = "previous" if tail.previous else "current"
    place = f"namespaces/{tail.pod.namespace}/pods/{tail.pod.name}"
    return f"{place}/{tail.container}/{tail.container}/logs/{which}.log"
