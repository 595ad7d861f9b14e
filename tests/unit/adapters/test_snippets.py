import pytest

from shared.adapters.postgres.projections.snippets import snippet_of
from shared.projections.snippet import Fragment


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        (None, ()),
        ("", ()),
        ("nothing", (("nothing", False),)),
        ("the \x02disk\x03 is \x02full\x03", (("the ", False), ("disk", True), (" is ", False), ("full", True))),
        ("\x02disk\x03", (("disk", True),)),
        ("a \x02b", (("a ", False), ("b", False))),
        ("<b>&\x03 stray", (("<b>&\x03 stray", False),)),
    ],
)
def test_marks_become_fragments(headline, expected):
    assert snippet_of(headline) == tuple(Fragment(text=text, hit=hit) for text, hit in expected)
