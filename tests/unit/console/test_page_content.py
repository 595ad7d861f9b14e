"""What pages make of what they were answered."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from shared.adapters.console.form import arguments_of
from shared.adapters.console.pages.explain import _answer, _chain
from shared.adapters.console.pages.exports import as_csv
from shared.adapters.console.pages.form_fields import form_fields
from shared.adapters.console.pages.postmortem_text import markdown_of
from shared.adapters.console.pages.shared_content import few
from shared.adapters.console.prose import prose
from shared.domain.postmortem.values import ActionItem, PostmortemContent, RootCause, RootCauseCategory, TimelineLine

BERLIN = ZoneInfo("Europe/Berlin")
CONTENT = PostmortemContent(
    title="Checkout\nfailed",
    summary="Nobody could pay.",
    timeline=(TimelineLine(occurred_at=datetime(2026, 3, 1, 12, tzinfo=UTC), text="It began"),),
    root_cause=RootCause(category=RootCauseCategory.HUMAN_FACTORS, description="A wrong button."),
    action_items=(ActionItem(id="1", title="Ask twice", owner="ana", due=date(2026, 4, 1)),),
    tags=("payments", "night"),
)


def test_a_thing_that_goes_through_a_form_comes_back_as_it_was():
    fields = form_fields("content", CONTENT)

    sent = arguments_of(MultiDict(fields), BERLIN)

    assert PostmortemContent.model_validate(sent["content"]) == CONTENT


def test_a_postmortem_is_one_text_in_the_order_of_reading():
    text = markdown_of(CONTENT)

    assert text.startswith("# Checkout failed\n\nNobody could pay.\n\n## Root cause: human factors")
    assert "- 2026-03-01 12:00 UTC It began" in text
    assert "- [ ] Ask twice (ana, due 2026-04-01, open)" in text


def test_markdown_of_people_runs_nothing_and_loads_nothing():
    shown = prose(
        "<script>alert(1)</script> [x](javascript:alert(1)) ![y](https://elsewhere/p.png) **so** \x1b[31m"
    ).__html__()

    assert not any(sign in shown for sign in ("<script", "<img", 'href="javascript', "\x1b"))
    assert "<strong>so</strong>" in shown


def test_a_cell_is_never_a_formula():
    rows: list[dict[str, object]] = [
        {"name": '=HYPERLINK("x")', "count": -3, "labels": {"a": "1"}},
        {"name": "plain", "more": None},
    ]

    assert as_csv(rows).decode().splitlines() == [
        "name,count,labels,more",
        '"\'=HYPERLINK(""x"")",-3,"{""a"": ""1""}",',
        "plain,,,",
    ]


def test_of_many_names_the_first_are_said():
    assert few(["a", "b"]) == "a, b"
    assert few(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"


def test_why_an_alert_reaches_nobody_ends_at_the_first_link_that_breaks():
    silence = SimpleNamespace(kind="silence", created_by="human:ana", reason="Known", silence_id="s1")
    alert = SimpleNamespace(
        name="Disk",
        source_name="prod",
        episode=2,
        starts_at=datetime(2026, 3, 1, tzinfo=UTC),
        ends_at=None,
        alert_id="a1",
        status=SimpleNamespace(value="firing"),
        ignored_sightings=0,
        suppressed_by=(silence,),
        belonging=None,
    )

    chain = tuple(_chain(alert, {}))

    assert [link.holds for link in chain] == [True, True, False, False, False]
    assert chain[0].text == "prod told of it, for the 2nd time."
    assert _answer(alert, chain) == (
        "Disk reaches nobody by itself; it ends at “silences”. The silence of ana matches it: Known"
    )
