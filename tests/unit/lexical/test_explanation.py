"""What is marked of a text, and in which of a thing's fields the words are."""

from shared.projections.lexical.explanation import marker_of
from shared.projections.lexical.question import asked_in


def marked(question: str, text: str, *, beginnings: bool = False) -> list[str]:
    return [each.text for each in marker_of(asked_in(question), beginnings=beginnings).snippet(text) if each.hit]


def test_a_field_matches_by_the_beginning_of_any_word_that_was_looked_for():
    fields = {"slug": ("checkout-api",), "tags": ("shop", "eu-west"), "description": ("",)}

    def found(question: str) -> tuple[str, ...]:
        return marker_of(asked_in(question), beginnings=True).found_in(fields, otherwise="similar")

    assert found("CHECK") == ("slug",)
    assert found("wes nothing") == ("tags",)
    assert found("api sho") == ("slug", "tags")
    assert found("chekout") == ("similar",)
    assert found(" - ") == ()


def test_other_forms_of_a_word_are_marked_and_names_as_a_whole():
    text = "The pods restart; see KubePodCrashLooping."

    assert marked("restarting", text) == ["restart"]
    assert marked("crash", text) == ["KubePodCrashLooping"]
    assert marked("kubepodcrashlooping", text) == ["KubePodCrashLooping"]
    assert marked("nothing", text) == []


def test_a_beginning_is_enough_only_where_that_is_asked_for():
    assert marked("rest", "They restart.") == []
    assert marked("rest", "They restart.", beginnings=True) == ["restart"]


def test_of_a_long_text_the_stretch_around_the_first_hit_is_shown():
    snippet = marker_of(asked_in("needle")).snippet("hay " * 200 + "needle" + " hay" * 200)

    assert (snippet[0].text, snippet[-1].text) == ("…", "…")
    assert [each.text for each in snippet if each.hit] == ["needle"]
