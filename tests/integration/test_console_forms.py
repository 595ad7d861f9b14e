"""Forms of the console, sent as their pages have them, to the writer itself; and what the pages say afterwards."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.test import TestResponse

from shared.adapters.postgres.connection import connect_pool
from shared.domain.alert.facts import Change
from shared.kernel.ids import AlertId, runbook_id_for, schedule_id_for
from shared.projections.alert_groups.projection import alert_groups
from tests.support import postgres
from tests.support.alerts import ingested
from tests.support.api import ADA, Api
from tests.support.console import Browser, ConsoleUnderTest, said
from tests.support.console_forms import form_of
from tests.support.facts import named
from tests.support.projected import projected
from tests.support.writing_gate import writing_gate

NOW = datetime.now(UTC)
ALERT = AlertId(named("web-1"))
RUNBOOK = runbook_id_for(ADA, "checkout")
SCHEDULE = schedule_id_for(ADA, "payments")
PLAN = {
    "name": "Payments",
    "zone": "UTC",
    "layers": [{"name": "daily", "members": ["ana", "ben"], "unit": "days", "first_handoff": "2026-01-01T00:00:00"}],
}
STEPS = {"title": "Look at checkout", "steps": [{"id": "look", "title": "Look"}], "approval_required": False}


@pytest.fixture(scope="module")
def console(postgres_server: str) -> Iterator[ConsoleUnderTest]:
    with ExitStack() as stack:
        url = stack.enter_context(postgres.fresh_database(postgres_server))
        reading = stack.enter_context(connect_pool(url, role="sre_query", application="console-test", max_size=4))
        keeping = stack.enter_context(connect_pool(url, role="sre_console", application="console-test"))
        gate = writing_gate(stack.enter_context(connect_pool(url, role="sre_writer", application="writer-test")))
        _made(Api(url, reading, gate))  # type: ignore[arg-type]
        with projected(url, alert_groups) as world:
            world.happened(_fires(), tenant=ADA)
        yield ConsoleUnderTest(url, reading, keeping, gate)  # type: ignore[arg-type]


def _made(api: Api) -> None:
    key = api.key(ADA, "responder")
    for path, body in (
        ("/v1/on-call-schedules", {"slug": "payments", "definition": PLAN}),
        ("/v1/runbooks", {"slug": "checkout", "definition": STEPS}),
    ):
        answer = api.ask("POST", path, key=key, body=body)
        assert answer.status_code == 201, answer.text


def _fires():
    return ingested(
        Change.NEW,
        alert_id=ALERT,
        fingerprint="web-1",
        name="HighErrorRate",
        labels={"alertname": "HighErrorRate", "pod": "web-1"},
        starts_at=NOW - timedelta(hours=2),
        received_at=NOW,
    )


@pytest.fixture
def ana(console: ConsoleUnderTest) -> Browser:
    return console.signed_in("responder", name="ana")


def arrived(browser: Browser, answer: TestResponse) -> TestResponse:
    """Where the form leads to, as the person finds it there."""
    assert answer.status_code == 303, said(answer)
    return browser.get(answer.location)


def draft(browser: Browser) -> TestResponse:
    """The page of a postmortem that was begun from the page of an incident that is over."""
    page = browser.get("/incidents")
    page = arrived(browser, form_of(page, "/do/CreateIncident").sent_by(browser, {"title": "Nobody can pay"}))
    page = arrived(browser, form_of(page, "/do/ResolveIncident").sent_by(browser, {"summary": "It was restarted"}))
    return arrived(browser, form_of(page, "/do/CreatePostmortem").sent_by(browser))


def test_a_silence_is_made_of_a_group_previewed_changed_and_ended(ana: Browser):
    prefilled = ana.get("/silences/new?label=alertname%3DHighErrorRate&label=pod%3Dweb-1")
    preview = form_of(prefilled, "/silences/new").sent_by(ana)
    assert "It would hold back 1 alert that fires now" in said(preview)

    made = form_of(preview, "/do/CreateSilence").sent_by(ana, {"definition.reason": "The node is being replaced"})
    page = arrived(ana, made)
    assert "Silenced." in said(page)
    assert "It is active: nobody is told of what it matches." in said(page)

    until = (NOW + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    changed = form_of(page, "/do/UpdateSilence").sent_by(
        ana,
        {"definition.ends_at:time": until, "definition.matchers:lines": 'pod="web-1"', "definition.reason": "Longer"},
    )
    page = arrived(ana, changed)
    text = said(page)
    assert "The silence is changed." in text
    assert "Longer" in text
    assert "alertname=" not in page.get_data(as_text=True).partition("What it matches")[2].partition("What it holds")[0]

    page = arrived(ana, form_of(page, "/do/ExpireSilence").sent_by(ana, {"reason": "It is replaced"}))
    assert "It is over." in said(page)
    assert "ended by ana" in said(page)
    assert "/do/UpdateSilence" not in page.get_data(as_text=True), "what is over is not changed"


def test_a_silence_without_an_end_is_refused_with_the_words_that_were_typed(ana: Browser):
    page = ana.get("/silences/new?matcher=pod%3D%22web-1%22")
    refused = form_of(page, "/do/CreateSilence").sent_by(
        ana, {"definition.ends_at:time": "", "definition.reason": "For ever"}
    )

    assert refused.status_code == 409
    assert "a silence ends: say when, or how it recurs" in said(refused)
    assert "For ever" in said(refused)


def test_a_postmortem_is_begun_edited_reviewed_and_published_once_nothing_is_missing(ana: Browser):
    page = draft(ana)
    assert "To be published it still needs a root cause, the impact, an action item" in said(page)
    assert "/do/PublishPostmortem" not in page.get_data(as_text=True)

    editor = ana.get(f"{page.request.path}/edit")
    form = form_of(editor, "/do/UpdatePostmortem")
    written = {
        "content.summary": "The pool was too small.",
        "content.impact.user_impact": "Three of ten could not pay.",
        "content.root_cause.category": "configuration",
        "content.root_cause.description": "A share was read as a size.",
        "content.no_action_needed": "true",
        "content.authors:lines": "ana",
        "content.reviewers:lines": "ana",
    }
    page = arrived(ana, form.sent_by(ana, written))
    assert "To be published it still needs a reviewer who is not an author." in said(page)
    form = form_of(ana.get(f"{page.request.path}/edit"), "/do/UpdatePostmortem")
    page = arrived(ana, form.sent_by(ana, {"content.reviewers:lines": "ana\nruth"}))
    assert "Nothing is missing; send it to review." in said(page)

    page = arrived(ana, form_of(page, "/do/UpdatePostmortem", having="status").sent_by(ana))
    assert "Nothing is missing; a reviewer may publish it." in said(page)
    page = arrived(ana, form_of(page, "/do/PublishPostmortem").sent_by(ana))
    assert "Published by ana." in said(page)
    assert "Three of ten could not pay." in said(page)


def test_two_who_edit_at_once_do_not_overwrite_each_other(console: ConsoleUnderTest, ana: Browser):
    page = draft(ana)
    ben = console.signed_in("responder", name="ben")
    path = f"{page.request.path}/edit"
    mine, theirs = (form_of(each.get(path), "/do/UpdatePostmortem") for each in (ana, ben))

    assert theirs.sent_by(ben, {"content.summary": "Ben was faster"}).status_code == 303
    late = mine.sent_by(ana, {"content.summary": "Ana was slower"})

    assert late.status_code == 412
    assert "Ana was slower" in said(late), "what was typed is not lost"
    assert "Ben was faster" in ana.text(page.request.path)


def test_a_turn_is_taken_over_by_the_form_of_its_page_and_given_back(ana: Browser):
    page = ana.get(f"/on-call/{SCHEDULE}")
    ends_at = (NOW + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    taken = form_of(page, "/do/AddOnCallOverride").sent_by(
        ana, {"person": "human:cleo", "ends_at:time": ends_at, "reason": "A swap"}
    )
    page = arrived(ana, taken)
    assert "cleo is on call" in said(page)

    page = arrived(ana, form_of(page, "/do/RemoveOnCallOverride").sent_by(ana))
    assert "Everybody takes their own turn." in said(page)


def test_a_runbook_is_run_by_the_form_of_its_page_and_stopped(ana: Browser):
    page = ana.get(f"/runbooks/{RUNBOOK}")
    page = arrived(ana, form_of(page, "/do/ExecuteRunbook").sent_by(ana))
    assert "It was asked for; its steps show how far it is." in said(page)
    assert "asked for" in said(page).partition("Runs")[2]


def test_a_note_is_written_into_an_incident(ana: Browser):
    page = ana.get("/incidents")
    page = arrived(ana, form_of(page, "/do/CreateIncident").sent_by(ana, {"title": "Slow pages"}))
    page = arrived(ana, form_of(page, "/do/AddIncidentTimelineEntry").sent_by(ana, {"text": "The cache is cold"}))
    assert "It is written down." in said(page)
