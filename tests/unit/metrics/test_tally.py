"""Numbers are kept per series, and no series is made without end."""

import threading

from shared.adapters.metrics.instruments import INTAKE_ALERTS, OPERATION_DURATION, WRITER_FACTS
from shared.adapters.metrics.said import count_operation
from shared.adapters.metrics.tally import Tally, TimeDistribution


def numbers(tally: Tally) -> dict[tuple[str, tuple[str, ...]], float | TimeDistribution]:
    return {(point.instrument.name, point.values): point.number for point in tally.points()}


def test_a_counter_adds_up_per_series():
    tally = Tally()
    tally.add(INTAKE_ALERTS, 2, "grafana", "accepted")
    tally.add(INTAKE_ALERTS, 3, "grafana", "accepted")
    tally.add(INTAKE_ALERTS, 1, "grafana", "quarantined")
    assert numbers(tally) == {
        ("sre.intake.alerts", ("grafana", "accepted")): 5,
        ("sre.intake.alerts", ("grafana", "quarantined")): 1,
    }


def test_a_value_lies_in_the_first_bucket_whose_bound_it_does_not_exceed():
    tally = Tally()
    for seconds in (0.001, 0.005, 0.0051, 11.0):
        tally.record(OPERATION_DURATION, seconds, "api", "")
    (point,) = tally.points()
    assert isinstance(point.number, TimeDistribution)
    assert point.number.counts == [2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert point.number.count == 4
    assert round(point.number.total, 4) == 11.0111


def test_beyond_the_bound_everything_new_is_counted_as_overflow():
    tally = Tally(most_series=2)
    for name in ("a", "b", "c", "d", "a"):
        tally.add(INTAKE_ALERTS, 1, name, "accepted")
    assert numbers(tally) == {
        ("sre.intake.alerts", ("a", "accepted")): 2,
        ("sre.intake.alerts", ("b", "accepted")): 1,
        ("sre.intake.alerts", ("overflow", "overflow")): 2,
    }


def test_threads_lose_nothing():
    tally = Tally()

    def work() -> None:
        for _ in range(2_000):
            tally.add(WRITER_FACTS, 1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers(tally) == {("sre.writer.facts", ()): 8_000}


def test_what_was_read_does_not_change_afterwards():
    tally = Tally()
    tally.record(OPERATION_DURATION, 1.0, "api", "")
    (point,) = tally.points()
    tally.record(OPERATION_DURATION, 1.0, "api", "")
    assert isinstance(point.number, TimeDistribution)
    assert point.number.count == 1


def test_what_an_operation_says_is_counted():
    tally = Tally()
    count_operation("ingest_alert", {"accepted": 3, "quarantined": 0, "kind": "grafana"}, 0.02, None, tally)
    count_operation("domain_writer", {"facts": 2, "accepted": 2, "replayed": 1}, 0.02, None, tally)
    said = {key: number for key, number in numbers(tally).items() if not isinstance(number, TimeDistribution)}
    assert said == {
        ("sre.intake.alerts", ("grafana", "accepted")): 3,
        ("sre.writer.facts", ()): 2,
        ("sre.writer.intents", ("accepted",)): 2,
        ("sre.writer.intents", ("replayed",)): 1,
    }


def test_a_failure_and_an_answer_that_blames_us_are_errors_by_their_kind():
    tally = Tally()
    count_operation("api.x", {}, 0.1, ValueError("a secret"), tally)
    count_operation("api.x", {"status": 503}, 0.1, None, tally)
    count_operation("api.x", {"status": 404}, 0.1, None, tally)
    assert [point.values for point in tally.points()] == [("api.x", "ValueError"), ("api.x", "503"), ("api.x", "")]
