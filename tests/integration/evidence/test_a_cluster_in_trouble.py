"""What a cluster does to its readers on a bad day: each answer is bounded, and says what it lacks."""

import json
import time
from threading import Event

import pytest

from local.cluster import answers
from local.cluster.api import Rule
from local.cluster.asking import Asked
from local.cluster.objects import LogOf
from local.world.access import WorldAccess, WorldUser
from local.world.requests import WorldAnswer
from shared.diagnosis.evidence import EvidenceProblem
from tests.support.fake_cluster import CRASHING, answers_with, fake_cluster, inquiry_about, ref, waits_for, with_shop

POD = min(CRASHING.pods)


def gaps(collected) -> dict[str, str]:
    return {gap.wanted: gap.problem for gap in collected.snapshot.gaps}


def test_a_token_that_is_not_accepted_is_told(tmp_path):
    token = tmp_path / "token"
    token.write_text("not the one")
    with fake_cluster(token_file=str(token)) as cluster:
        cluster.api.access = WorldAccess({"the right one": WorldUser("sre", may_write=False)})
        refused = with_shop(cluster).read(ref("Deployment", "web"))
        token.write_text("the right one\n")
        accepted = cluster.read(ref("Deployment", "web"))
    assert set(gaps(refused).values()) == {EvidenceProblem.UNAUTHORIZED}
    assert not gaps(accepted)


@pytest.mark.parametrize("status", [429, 500, 503, 504])
def test_a_cluster_that_cannot_answer_now_is_told(status):
    answer = answers.refused(status, "InternalError", "etcdserver: request timed out").answer
    with fake_cluster() as cluster:
        cluster.api.rules.append(answers_with("nodes", answer))
        collected = with_shop(cluster).read(ref("Pod", POD))
    assert gaps(collected) == {"Node node-a": EvidenceProblem.UNAVAILABLE}
    assert f"{status}: etcdserver: request timed out" in [each.detail for each in collected.evidence]


def test_an_answer_that_is_no_json_is_told():
    with fake_cluster() as cluster:
        cluster.api.rules.append(answers_with("nodes", WorldAnswer(200, b"<html>a proxy</html>")))
        collected = with_shop(cluster).read(ref("Pod", POD))
    assert gaps(collected) == {"Node node-a": EvidenceProblem.UNREADABLE}


@pytest.mark.parametrize("odd", [[], None, "text", {"items": None}, {"items": [None, 3, {"metadata": 7}]}])
def test_a_list_of_an_odd_form_does_no_harm(odd):
    with fake_cluster() as cluster:
        cluster.api.rules.append(answers_with("persistentvolumeclaims", WorldAnswer(200, json.dumps(odd).encode())))
        assert len(with_shop(cluster).read(ref("Pod", POD)).snapshot.logs) == 4


def test_a_log_of_ten_megabytes_gives_its_end():
    line = b"2026-12-01T08:00:00Z INFO " + b"x" * 974 + b"\n"
    with fake_cluster() as cluster:
        with_shop(cluster)
        cluster.objects.logs[LogOf("shop", POD, "app")] = [line] * 10_000 + [b"fatal: out of cheese\n"]
        cluster.objects.logs[LogOf("shop", POD, "app", previous=True)] = [b"y" * 10_000_000 + b"\nlast words\n"]
        evidence, seen = cluster.read(ref("Pod", POD))
    present, previous = sorted((log for log in seen.logs if log.pod.name == POD), key=lambda log: log.previous)
    assert present.lines[-1] == "fatal: out of cheese"
    assert previous.lines[-1] == "last words"
    assert all(sum(map(len, log.lines)) <= 64 * 1024 for log in (present, previous))
    assert {each.detail for each in evidence if each.problem is EvidenceProblem.TRUNCATED} == {
        "the last 65536 of 199220 bytes",
        "the last 65536 of 10000012 bytes",
    }


def test_a_log_without_end_is_left():
    with fake_cluster() as cluster:
        with_shop(cluster)
        cluster.objects.logs[LogOf("shop", POD, "app")] = [b"y" * 1_000_000] * 20
        evidence, _ = cluster.read(ref("Pod", POD))
    [cut] = [each for each in evidence if each.problem is EvidenceProblem.TRUNCATED]
    assert cut.detail.startswith("not up to its end: 65536 of more than 16")


def test_a_log_of_bytes_that_are_no_text_can_be_kept():
    with fake_cluster() as cluster:
        with_shop(cluster)
        cluster.objects.logs[LogOf("shop", POD, "app")] = [b"\x00\xff\xfe before\n", b"fatal: \x1b[31mred\n"]
        evidence, _ = cluster.read(ref("Pod", POD))
    [log] = [each for each in evidence if each.title == f"log of pod shop/{POD}, app"]
    assert log.text == "\ufffd\ufffd\ufffd before\nfatal: \x1b[31mred\n"


def test_two_thousand_events_become_one_where_they_say_the_same():
    with fake_cluster() as cluster:
        with_shop(cluster)
        cluster.objects.add(*(_event(number, f"Liveness probe failed after {number} ms") for number in range(1_900)))
        seen = cluster.read(ref("Pod", POD)).snapshot
    [same] = [event for event in seen.events if event.reason == "Unhealthy"]
    assert same.count == 1_900
    assert same.message == "Liveness probe failed after 1899 ms"
    assert not seen.gaps


def test_of_two_thousand_different_events_the_newest_stay():
    words = [
        f"{one}{other}"
        for one in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
        for other in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO"
    ]
    with fake_cluster() as cluster:
        cluster.objects.add(*(_event(number, word) for number, word in enumerate(words[:2_100])))
        collected = with_shop(cluster).read(ref("Pod", POD))
    assert len(collected.snapshot.events) == 500
    assert gaps(collected) == {"events in shop": EvidenceProblem.TRUNCATED}
    assert "read the first 2000; there are 102 more" in [each.detail for each in collected.evidence]


def test_a_list_whose_version_is_gone_is_begun_once_more():
    with fake_cluster() as cluster:
        cluster.objects.add(*(_event(number, f"again {number}") for number in range(600)))
        cluster.api.rules.append(_gone_on_the_second_page(times=1))
        seen = with_shop(cluster).read(ref("Pod", POD)).snapshot
    assert [event.count for event in seen.events if event.reason == "Unhealthy"] == [600]
    assert not seen.gaps


def test_a_list_whose_version_is_gone_again_is_told_as_far_as_it_was_read():
    with fake_cluster() as cluster:
        cluster.objects.add(*(_event(number, f"again {number}") for number in range(600)))
        cluster.api.rules.append(_gone_on_the_second_page(times=2))
        collected = with_shop(cluster).read(ref("Pod", POD))
    assert gaps(collected) == {"events in shop": EvidenceProblem.EXPIRED}
    assert [event.count for event in collected.snapshot.events if event.reason == "Unhealthy"] == [250]


def test_a_kind_that_the_cluster_does_not_have_is_no_gap():
    with fake_cluster() as cluster:
        cluster.objects.add(
            {"kind": "Certificate", "metadata": {"namespace": "shop", "name": "tls"}, "spec": {"secretName": "tls"}}
        )
        cluster.api.rules.append(answers_with("challenges", answers.not_served().answer))
        seen = with_shop(cluster).read(ref("Certificate", "tls")).snapshot
    assert not seen.gaps
    assert ("Challenge", "shop") not in seen.complete
    assert ("Order", "shop") in seen.complete


def test_a_cluster_that_never_answers_costs_two_questions():
    released = Event()
    with fake_cluster(timeout_s=0.2) as cluster:
        cluster.api.rules.append(waits_for(released))
        collected = with_shop(cluster).read(ref("Pod", POD))
        released.set()
    assert len(cluster.api.asked) == 2
    assert set(gaps(collected).values()) == {EvidenceProblem.TIMEOUT}
    assert "skipped: did not answer 0 s ago" in [each.detail for each in collected.evidence]


def test_a_cluster_that_is_not_there_costs_one_question():
    with fake_cluster() as cluster:
        reader = cluster.reader
    collected = reader.read(inquiry_about(ref("Pod", POD)), time.monotonic() + 60)
    assert set(gaps(collected).values()) == {EvidenceProblem.UNREACHABLE}


def test_a_deadline_that_is_over_asks_nothing():
    with fake_cluster() as cluster:
        collected = with_shop(cluster).read(ref("Pod", POD), seconds=0)
    assert cluster.api.asked == []
    assert set(gaps(collected).values()) == {EvidenceProblem.TIMEOUT}


def _event(number: int, message: str) -> dict[str, object]:
    return {
        "kind": "Event",
        "metadata": {"namespace": "shop", "name": f"{POD}.{number:06}"},
        "involvedObject": {"kind": "Pod", "namespace": "shop", "name": POD},
        "reason": "Unhealthy",
        "message": message,
        "type": "Warning",
        "lastTimestamp": f"2026-12-01T08:{number // 60:02}:{number % 60:02}Z",
    }


def _gone_on_the_second_page(times: int) -> Rule:
    left = [times]

    def rule(asked: Asked) -> WorldAnswer | None:
        if "continue" not in asked.query or not left[0]:
            return None
        left[0] -= 1
        return answers.expired().answer

    return rule
