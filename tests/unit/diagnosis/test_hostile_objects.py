"""Whatever stands in an object, the diagnosis is a diagnosis: no error, within its bounds, and in linear time."""

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest

from shared.diagnosis.diagnose import diagnose
from shared.diagnosis.snapshot import LogTail
from tests.support import manifests as k8s
from tests.support.fault_examples import BACK_OFF, EXAMPLES, Example

ODD: tuple[Any, ...] = (
    *(None, "", " ", 0, -1, 10**40, 1.5, True, [], {}, [None], "x" * 5_000, {"a": {"b": "c"}}, "\x00\x1b[31m"),
    "couldn't find key a in ConfigMap ",
    "0/1 nodes are available: , , ",
    "0/1 nodes are available: 99999999999999999999 Insufficient cpu",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container in a value with each of its keys or indexes."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from places(value[key])


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_no_value_of_another_type_ends_the_diagnosis(example: Example) -> None:
    choose = random.Random(f"{example.fault}{example.variant}")
    for _ in range(25):
        things = copy.deepcopy([each for each in example.things if not isinstance(each, LogTail)])
        objects = [each for each in things if each["kind"] != "Event"]
        whole = [place for each in objects for part in ("spec", "status") for place in places(each.get(part))]
        if whole:
            container, key = choose.choice(whole)
            container[key] = choose.choice(ODD)
        assert diagnose(k8s.snapshot(*things)).hypotheses is not None


def test_a_hundred_thousand_conditions_are_not_read():
    endless = k8s.deployment(conditions=[k8s.said("Odd", "True")] * 100_000)
    assert diagnose(k8s.snapshot(endless)).hypotheses == ()


def test_what_suffers_is_counted_within_bounds():
    pods = [
        k8s.pod(
            f"web-{number}", k8s.waiting("CrashLoopBackOff", BACK_OFF, last=k8s.ended(1)), owner=("StatefulSet", "web")
        )
        for number in range(300)
    ]
    (hypothesis,) = diagnose(k8s.snapshot(*pods)).hypotheses
    assert len(hypothesis.affected) == 100
    assert len(hypothesis.citations) == 30


def test_what_is_unexplained_is_counted_within_bounds():
    message = "container has runAsNonRoot and image will run as root"
    pods = [
        k8s.pod(
            f"web-{number}", k8s.waiting("CreateContainerConfigError", message), owner=("StatefulSet", f"web-{number}")
        )
        for number in range(70)
    ]
    unexplained = diagnose(k8s.snapshot(*pods)).unexplained
    assert (len(unexplained), unexplained[-1]) == (51, "And 20 more.")


def test_what_steers_a_terminal_stays_out_of_titles():
    pod = k8s.pod("web-0", k8s.waiting("CrashLoopBackOff", BACK_OFF, last=k8s.ended(1)), owner=("StatefulSet", "web"))
    (hypothesis,) = diagnose(k8s.snapshot(pod, k8s.log(pod, "\x1b[31mERROR: red\x1b[0m"))).hypotheses
    assert hypothesis.title == "StatefulSet shop/web crash-loops: exit 1, [31mERROR: red[0m"
