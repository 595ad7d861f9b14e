"""Numbers of the moment are told from words and from names that hold digits."""

import pytest

from shared.domain.alert.comparing import masked


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("disk sda1 at 93.2 % since 1h 2m", "disk sda1 at # since #"),
        ("10.0.0.5:9100 down for 1h2m3s", "10.0.0.5:9100 down for #"),
        ("web-7d9c4 at 1.2GiB of 3GB", "web-7d9c4 at # of #"),
        ("3/8 up, 5 of 7 pods", "# up, # of # pods"),
        ("value=-1.5e+09 x=+Inf y=NaN", "value=# x=# y=#"),
        ("since 2026-03-01 12:00:00 +0000 UTC, 12:30:05", "since #"),
        ("http://g/d/abc?from=1700000000000&to=now", "http://g/d/abc?from=#&to=now"),
        ("v1.2.3 of node-3 answers 5xx", "v1.2.3 of node-3 answers 5xx"),
        ("1,024 errors (99.9%).", "# errors (#)."),
    ],
)
def test_numbers_with_their_units_are_masked_and_names_are_not(text, mask):
    assert masked(text) == mask


@pytest.mark.parametrize("text", ["1" * 65_536, "1s" * 32_768 + "x", "# " * 30_000, "1:11" * 16_000, "1,111" * 13_000])
def test_a_hostile_text_costs_no_more_than_its_length(text):
    assert len(masked(text)) <= len(text)
