"""Headings as they are read, of documentation that tools have written anchors and links into."""

import pytest

from shared.kernel.headings import as_read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Failover", "Failover"),
        ('API Reference <a name="API Reference" id="api-reference"></a>', "API Reference"),
        ('<a name="usage"></a> Usage', "Usage"),
        ("[`npm run <user defined>`](/commands/npm-run)", "`npm run <user defined>`"),
        (
            "0.13.3 (2025-01) [#12](https://example.test/12), [#13](https://example.test/13)",
            "0.13.3 (2025-01) #12, #13",
        ),
        ("![build](https://example.test/badge.svg) Releases", "build Releases"),
        ("<Stack> is in ROLLBACK_COMPLETE state", "<Stack> is in ROLLBACK_COMPLETE state"),
        ("`getDecorator<T>` and <address>", "`getDecorator<T>` and <address>"),
        ("rules[0] (of many)", "rules[0] (of many)"),
    ],
)
def test_a_heading_is_what_its_reader_sees(written: str, read: str):
    assert as_read(written) == read


@pytest.mark.parametrize("nothing_else", ['<a id="top"></a>', "[](https://example.test)", ""])
def test_a_heading_of_nothing_else_is_kept(nothing_else: str):
    assert as_read(nothing_else) == nothing_else


def test_marks_that_are_never_closed_take_no_longer_than_they_are_long():
    """An hour, if each were looked for to the end."""
    for mark in ("<a ", "[", "[](", "![a](", "</a "):
        heading = mark * 100_000
        assert as_read(heading) == heading.strip()
