"""Snippets by PostgreSQL's ``ts_headline``. Its marks are control characters, which no stored text keeps."""

from shared.projections.snippet import Fragment, Snippet

_START, _STOP = "\x02", "\x03"
#: For ``ts_headline(configuration, translate(text, E'\\x02\\x03', ''), query, this)``.
HEADLINE = f"StartSel={_START}, StopSel={_STOP}, MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=' … '"


def snippet_of(headline: str | None) -> Snippet:
    """What ``ts_headline`` answered with those options; None or nothing found: empty."""
    fragments: list[Fragment] = []
    for number, part in enumerate((headline or "").split(_START)):
        marked, stopped, rest = part.partition(_STOP) if number else ("", "", part)
        if not stopped and number:
            marked, rest = "", marked
        fragments += [Fragment(text=text, hit=hit) for text, hit in ((marked, True), (rest, False)) if text]
    return tuple(fragments)
