"""Chunks: small enough to mean one thing, whole enough to stand alone, all of the text and nothing twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.projections.knowledge_index.chunking import (
    MOST_CHUNKS,
    MOST_TOKENS,
    chunks_of,
    section,
    sections_of_markdown,
    tokens_in,
)

GUIDE = """Before the first heading.

# Database

Above all.

## Failover

Promote the standby.

```
# a comment, no heading
pg_ctl promote
```

## Backup

Nightly.
"""


def test_sections_follow_the_headings_and_know_the_way_to_them():
    found = [(each["heading"], each["text"].splitlines()[0]) for each in sections_of_markdown(GUIDE)]

    assert found == [
        ("", "Before the first heading."),
        ("Database", "Above all."),
        ("Database / Failover", "Promote the standby."),
        ("Database / Backup", "Nightly."),
    ]


def test_headings_are_told_as_they_are_read():
    """As tools write them: with an anchor, and as a link."""
    made = '# API <a id="api"></a>\n\nAbove all.\n\n## [Failover](#failover)\n\nPromote the standby.\n'

    assert [each["heading"] for each in sections_of_markdown(made)] == ["API", "API / Failover"]


def test_a_heading_inside_a_code_fence_is_text():
    (section_with_code,) = [each for each in sections_of_markdown(GUIDE) if "pg_ctl" in each["text"]]

    assert "# a comment, no heading" in section_with_code["text"]


def test_small_sections_travel_together_under_their_headings():
    (chunk,) = chunks_of("Database", "environment: production", sections_of_markdown(GUIDE))

    assert chunk.text.splitlines()[:2] == ["Database", "environment: production"]
    assert "Database / Failover: Promote the standby." in chunk.text


def test_every_chunk_begins_with_what_it_is_of():
    long = [section(f"Part {number}", "word " * 120) for number in range(5)]

    chunks = chunks_of("Title", "resource: deployment/checkout", long)

    assert len(chunks) == 5
    assert all(chunk.text.startswith("Title\nresource: deployment/checkout\nPart ") for chunk in chunks)
    assert [chunk.heading for chunk in chunks] == [f"Part {number}" for number in range(5)]


def test_a_document_without_text_is_found_by_its_title():
    assert [chunk.text for chunk in chunks_of("Only a title", "", [])] == ["Only a title"]


def test_the_same_text_has_the_same_hash_and_another_text_another():
    one, same, other = (chunks_of(title, "", [])[0].content_hash for title in ("a", "a", "b"))

    assert one == same != other


def test_a_document_of_megabytes_is_found_by_its_beginning():
    chunks = chunks_of("Title", "", [section("", "word " * 500_000)])

    assert len(chunks) == MOST_CHUNKS


@pytest.mark.parametrize("text", ["x" * 90_000, "ディスクがいっぱいです。" * 8_000, '{"a":1,' * 12_000])
def test_what_has_no_spaces_is_cut_too(text: str):
    chunks = chunks_of("T", "", [section("", text)])

    assert all(tokens_in(chunk.text) <= MOST_TOKENS for chunk in chunks)
    assert "".join(chunk.text.removeprefix("T\n") for chunk in chunks) == text


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=2_000)), max_size=8))
def test_no_word_is_lost_or_doubled_and_none_is_too_many(parts: list[tuple[str, str]]):
    sections = [section(heading, text) for heading, text in parts]
    chunks = chunks_of("T", "", [each for each in sections if each["text"]])

    told = [word for each in sections for word in each["text"].split()]
    kept = " ".join(chunk.text for chunk in chunks).split()
    assert all(kept.count(word) >= told.count(word) for word in set(told))
    assert all(tokens_in(chunk.text) <= 2 * MOST_TOKENS for chunk in chunks)
