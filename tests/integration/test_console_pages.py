"""Every page over projected facts: what is there is shown, what is hostile is text, what is not there is taught."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from shared.adapters.console.registry import PAGES
from shared.adapters.postgres.connection import connect_pool
from shared.domain.alert.facts import Change
from shared.kernel.ids import AlertId
from shared.projections.alert_groups.projection import alert_groups
from shared.projections.incident_timeline.projection import incident_timeline
from tests.support.alerts import ingested
from tests.support.api import ADA, BOB
from tests.support.console import ConsoleUnderTest, said
from tests.support.facts import created, named
from tests.support.projected import projected

#: When the tests were collected, which may be hours before one of them runs.
NOW = datetime.now(UTC)
HOSTILE = "<script>alert(1)</script>\x1b[31m \u202etxt" + "z" * 5_000
LISTS = [page for page in PAGES if "<uuid:" not in page.path and page.path != "/fleet/application"]


@pytest.fixture
def console(database_url: str) -> Iterator[ConsoleUnderTest]:
    with (
        connect_pool(database_url, role="sre_query", application="console-test", max_size=4) as reading,
        connect_pool(database_url, role="sre_console", application="console-test") as keeping,
    ):
        yield ConsoleUnderTest(database_url, reading, keeping)


def _fires(name: str, **labels: str):
    return ingested(
        Change.NEW,
        alert_id=AlertId(named(str(labels))),
        fingerprint=str(labels)[:100],
        name=name,
        labels={"alertname": name, "namespace": "shop", **labels},
        annotations={"summary": f"{name} {HOSTILE}"},
        group_key='{}:{alertname="HighErrorRate"}',
        starts_at=NOW - timedelta(hours=2),
        received_at=NOW,
    )


@pytest.fixture
def firing(database_url: str) -> Iterator[None]:
    with projected(database_url, alert_groups) as world:
        world.happened(_fires("HighErrorRate", pod="web-1"), _fires("HighErrorRate", pod="web-2"), tenant=ADA)
        yield


def test_every_page_answers_a_tenant_that_has_nothing_yet(console: ConsoleUnderTest):
    browser = console.signed_in("admin")

    answers = {page.path: browser.get(page.path) for page in LISTS}

    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 200} == {}
    assert "Nobody is on call, since there is no schedule." in said(answers["/on-call"])
    assert "No objective is set." in said(answers["/slos"])
    assert "There is no silence." in said(answers["/silences"])


def test_the_first_sentence_leads_to_the_worst_incident(console: ConsoleUnderTest, database_url: str):
    with projected(database_url, incident_timeline) as world:
        world.happened(created("i", 7, title="Checkout is slow"), tenant=ADA)
        page = console.signed_in("viewer").get("/").get_data(as_text=True)

    (sentence,) = re.findall(r'<section id="headline".*?</section>', page, re.DOTALL)
    assert f'<a href="/incidents/{named("i")}">Checkout is slow (INC-7)</a>' in sentence


def test_a_page_carries_neither_styles_nor_scripts_of_its_own(console: ConsoleUnderTest, firing: None):
    browser = console.signed_in("admin")

    for page in (page for page in LISTS if not page.path.endswith((".csv", ".json"))):
        text = browser.get(page.path).get_data(as_text=True)
        assert not any(sign in text for sign in ("<style", " style=", "onclick=", "<script>")), page.path


def test_of_a_group_what_its_alerts_share_is_said_once(console: ConsoleUnderTest, firing: None):
    page = console.signed_in("viewer").text("/alerts")

    assert "2 alerts fire in 1 group: HighErrorRate; 2 in no incident." in page
    assert page.count("namespace= shop") == 1
    assert page.count("pod= web-1") == 1


def test_of_a_group_beside_others_the_newest_five_are_shown_and_the_rest_one_click_away(
    console: ConsoleUnderTest, database_url: str
):
    with projected(database_url, alert_groups) as world:
        many = [_fires("HighErrorRate", pod=f"web-{number}") for number in range(7)]
        other = _fires("DiskFull", pod="db-1").model_copy(update={"group_key": "another"})
        world.happened(*many, other, tenant=ADA)
    browser = console.signed_in("viewer")

    page = browser.get("/alerts")

    assert said(page).count("pod= web-") == 5
    assert "2 more in this group" in said(page)
    (further,) = re.findall(r'href="([^"]+)">2 more', page.text)
    assert browser.text(unescape(further)).count("pod= web-") == 7


def test_of_a_group_the_whole_day_is_shown_and_not_only_what_fires_now(
    console: ConsoleUnderTest, database_url: str
) -> None:
    with projected(database_url, alert_groups) as world:
        long_ago = NOW - timedelta(hours=20)
        before = _fires("HighErrorRate", pod="web-1")
        world.happened(
            before.model_copy(update={"starts_at": long_ago, "received_at": long_ago}),
            before.model_copy(
                update={
                    "change": Change.RESOLVED,
                    "status": "resolved",
                    "starts_at": long_ago,
                    "ends_at": long_ago + timedelta(minutes=1),
                    "received_at": long_ago + timedelta(minutes=1),
                }
            ),
            before.model_copy(update={"change": Change.REFIRED, "episode": 2, "starts_at": NOW}),
            tenant=ADA,
        )

    page = console.signed_in("viewer").text("/alerts")

    assert re.search(r"fired in [23] of the last 24 hours", console.signed_in("viewer").get("/alerts").text)
    assert "1 alert fires in 1 group" in page


def test_hostile_text_is_shown_harmlessly(console: ConsoleUnderTest, firing: None):
    text = console.signed_in("viewer").get("/alerts").get_data(as_text=True)

    assert "HighErrorRate &lt;script&gt;" in text
    assert not any(sign in text for sign in ("<script>", "\x1b", "\u202e", "z" * 1_000))


def test_a_label_narrows_the_list(console: ConsoleUnderTest, firing: None):
    browser = console.signed_in("viewer")

    assert "1 alert fires in 1 group" in browser.text("/alerts?label=pod%3Dweb-1")
    assert "Nothing fires that anybody is told of." in browser.text("/alerts?label=pod%3Dweb-9")


def test_a_label_leaves_out_what_has_it(console: ConsoleUnderTest, firing: None):
    browser = console.signed_in("viewer")

    page = browser.get("/alerts?without=pod%3Dweb-1").text
    assert "1 alert fires in 1 group" in page
    assert "≠ pod=web-1" in page
    assert "/alerts?without=pod%3Dweb-1&amp;label=pod%3Dweb-2" in page
    assert "Nothing fires" in browser.text("/alerts?without=namespace%3Dshop")
    assert len(browser.get("/alerts.csv?without=pod%3Dweb-1").text.splitlines()) == 2


def test_a_silence_says_what_it_would_hold_back_before_it_is_made(console: ConsoleUnderTest, firing: None):
    browser = console.signed_in("responder")

    page = browser.text("/silences/new?matcher=pod%3D%22web-1%22")

    assert "It would hold back 1 alert that fires now, and 1 alert of the last day." in page
    assert "Silence 1 alert that fires now" in page
    refused = browser.text("/silences/new?matcher=pod%3D~%22(%22")
    assert "What it would hold back cannot be said at the moment." in refused


def test_whoever_may_not_silence_has_no_page_for_it_and_no_button(console: ConsoleUnderTest, firing: None):
    browser = console.signed_in("viewer")

    assert browser.get("/silences/new").status_code == 403
    assert "Silence…" not in browser.text("/alerts")


def test_another_tenants_alerts_are_not_there(console: ConsoleUnderTest, firing: None):
    browser = console.signed_in("admin", tenant=BOB)

    assert "Nothing fires" in browser.text("/alerts")
    assert browser.get("/alerts.json").get_data(as_text=True) == "[]"


def test_a_list_is_a_file_with_the_filters_of_its_page(console: ConsoleUnderTest, firing: None):
    answer = console.signed_in("viewer").get("/alerts.csv?label=pod%3Dweb-1")

    lines = answer.get_data(as_text=True).splitlines()
    assert answer.headers["Content-Disposition"] == "attachment; filename=alerts.csv"
    assert lines[0].startswith("alert_id,status,name")
    assert len(lines) == 2
