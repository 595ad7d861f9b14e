"""Forms as arguments, tokens of forms, what is told once, how often one may try, and texts from outside."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from werkzeug.datastructures import MultiDict

from shared.adapters.console.answers import local_path
from shared.adapters.console.csrf import csrf_token, is_csrf_token
from shared.adapters.console.form import arguments_of
from shared.adapters.console.notice import Notice, pack, unpack
from shared.adapters.console.reader import Reader, reader_of
from shared.adapters.console.shown_text import clip, person, plain
from shared.adapters.console.shown_time import span
from shared.adapters.console.throttle import Throttle
from shared.ports.operation import Declined

BERLIN = ZoneInfo("Europe/Berlin")
SECRET, OTHER = b"s" * 32, b"o" * 32


def test_names_of_fields_are_paths_and_say_how_their_text_is_meant():
    form = MultiDict(
        [
            ("_csrf", "x"),
            ("definition.title", "Silence it"),
            ("definition.matchers.1.name", "second"),
            ("definition.matchers.0.name", "first"),
            ("definition.starts_at:time", "2026-03-01T12:00"),
            ("definition.tags:lines", "a\r\n\r\n b "),
            ("labels:pairs", "team=shop\nrun=a=b"),
            ("merged_ids[]", "1"),
            ("merged_ids[]", "2"),
            ("left_empty", "  "),
        ]
    )
    assert arguments_of(form, BERLIN) == {
        "definition": {
            "title": "Silence it",
            "matchers": [{"name": "first"}, {"name": "second"}],
            "starts_at": datetime(2026, 3, 1, 11, tzinfo=UTC),
            "tags": ["a", "b"],
        },
        "labels": {"team": "shop", "run": "a=b"},
        "merged_ids": ["1", "2"],
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"a": "1", "a.b": "2"},
        {"a.b.c.d.e.f.g": "1"},
        {"a:moon": "1"},
        {"a:time": "noon"},
        {"a": "\x00"},
        {f"f{number}": "1" for number in range(501)},
    ],
)
def test_a_form_that_cannot_be_read_is_declined(fields: dict[str, str]):
    with pytest.raises(Declined):
        arguments_of(MultiDict(fields), BERLIN)


def test_a_token_is_good_for_its_session_and_never_the_same():
    one, another = csrf_token(SECRET), csrf_token(SECRET)
    assert one != another
    assert is_csrf_token(one, SECRET)
    assert not any(is_csrf_token(wrong, SECRET) for wrong in ("", "00", "zz", csrf_token(OTHER), one[:-2] + "00"))


def test_what_is_told_once_cannot_be_made_up():
    packed = pack(Notice("It is done.", 7), SECRET)
    assert unpack(packed, SECRET) == Notice("It is done.", 7)
    assert [unpack(wrong, SECRET) for wrong in (None, "", "x.y", "é.é", pack(Notice("Evil"), OTHER))] == [None] * 5


def test_who_tries_too_often_waits_and_others_do_not():
    now = [0.0]
    throttle = Throttle(burst=3, every_s=10.0, monotonic=lambda: now[0])
    assert [throttle.admits("a") for _ in range(5)] == [True, True, True, False, False]
    assert throttle.admits("b")
    now[0] = 10.0
    assert [throttle.admits("a") for _ in range(2)] == [True, False]


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("/incidents?text=a%20b&show=all", "/incidents?text=a%20b&show=all"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/a\nb", "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_one_goes_back_to_pages_of_ours_only(given: str | None, path: str):
    assert local_path(given) == path


def test_texts_from_outside_turn_nothing_around():
    assert plain("a\x1b[31mb\x1b[0m\u202ec\x00") == "ab\ufffdc\ufffd"
    assert plain("Z" + "\u0335" * 40) == "Z" + "\u0335" * 3
    assert plain("👩\u200d👧") == "👩\u200d👧", "seven code points may be one sign"
    assert clip("a\n b  c") == "a b c"
    assert clip("x" * 10_000) == "x" * 139 + "…"


def test_people_are_called_by_their_names():
    assert [person(actor) for actor in ("human:ana", "process:triage/5f/1", None)] == ["ana", "triage", "\u2013"]


def test_durations_have_the_units_of_their_size():
    seconds = (59, 60, 3_600 + 1_200, 36_000, 90_000, 30 * 86_400)
    assert [span(each) for each in seconds] == ["59 s", "1 min", "1 h 20 min", "10 h", "1 d 1 h", "4 weeks"]


def test_a_cookie_that_somebody_wrote_themselves_chooses_nothing_that_there_is_not():
    assert reader_of({"sre-reader": "Europe/Berlin|dark|dense"}) == Reader(
        zone_name="Europe/Berlin", theme="dark", density="dense"
    )
    assert reader_of({"sre-reader": "../../etc/passwd|<b>|x|y"}) == Reader()
