"""What is found by which words."""

import pytest

from shared.projections.tokens import searchable


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["HighErrorRate"], "high error rate higherrorrate"),
        (["HTTPErrorRate ContainerOOMKilled"], "http error rate httperrorrate container oom killed containeroomkilled"),
        (["CPUThrottlingHigh on EKS"], "cpu throttling high cputhrottlinghigh on eks"),
        (["checkout-eu.svc", "ns_1"], "checkout eu svc ns 1"),
        (["HTTP 5xx", "http"], "http 5xx"),
        (["Überlauf"], "überlauf"),
        (["\x00'&|!"], ""),
        ([], ""),
    ],
)
def test_machine_made_names_are_found_by_their_parts(texts: list[str], words: str):
    assert searchable(texts) == words


def test_a_hostile_label_does_not_make_a_row_of_megabytes():
    assert searchable(["x" * 5_000_000, "y" * 5_000_000]) == "x" * 100
    assert len(searchable([f"word{number}" for number in range(100_000)])) == 10_000
