"""On-call pages over the real writer's decisions: turns that are taken over, and secret addresses for calendars."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from shared.adapters.postgres.connection import connect_pool
from shared.kernel.ids import schedule_id_for
from tests.support import postgres
from tests.support.api import ADA, BOB, Api
from tests.support.console import ConsoleUnderTest
from tests.support.writing_gate import writing_gate

NOW = datetime.now(UTC)
PLAN = {
    "name": "Payments",
    "zone": "UTC",
    "layers": [{"name": "daily", "members": ["ana", "ben"], "unit": "days", "first_handoff": "2026-01-01T00:00:00"}],
}
SCHEDULE = schedule_id_for(ADA, "payments")
PAGE = f"/on-call/{SCHEDULE}"
OF_SCHEDULE = {"_id.schedule_id": str(SCHEDULE), "_back": PAGE}


@pytest.fixture(scope="module")
def console(postgres_server: str) -> Iterator[ConsoleUnderTest]:
    with ExitStack() as stack:
        url = stack.enter_context(postgres.fresh_database(postgres_server))
        reading = stack.enter_context(connect_pool(url, role="sre_query", application="console-test", max_size=4))
        keeping = stack.enter_context(connect_pool(url, role="sre_console", application="console-test"))
        gate = writing_gate(stack.enter_context(connect_pool(url, role="sre_writer", application="writer-test")))
        made = Api(url, reading, gate)  # type: ignore[arg-type]
        body = {"slug": "payments", "definition": PLAN}
        answer = made.ask("POST", "/v1/on-call-schedules", key=made.key(ADA, "responder"), body=body)
        assert answer.status_code == 201, answer.text
        yield ConsoleUnderTest(url, reading, keeping, gate)  # type: ignore[arg-type]


def _address(console: ConsoleUnderTest, fields: dict[str, str], role: str = "viewer", name: str = "ana") -> str:
    browser = console.signed_in(role, name=name)
    page = browser.post("/do/CreateCalendarFeed", OF_SCHEDULE | fields).get_data(as_text=True)
    (address,) = re.findall(r'class="secret">http://console\.example(/calendar/[^<]+)<', page)
    return address


def test_the_next_turns_are_those_of_whoever_looks(console: ConsoleUnderTest):
    assert "None of the next four weeks is yours" in console.signed_in("viewer", name="eve").text("/on-call")
    assert "None of the next four weeks" not in console.signed_in("viewer", name="ana").text("/on-call")


def test_a_turn_is_taken_over_by_a_form_and_given_back(console: ConsoleUnderTest):
    browser = console.signed_in("responder", name="cleo")
    ends_at = (NOW + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    fields = {
        "person": "human:cleo",
        "starts_at:time": NOW.strftime("%Y-%m-%dT%H:%M"),
        "ends_at:time": ends_at,
        "reason": "A swap",
    }
    assert browser.post("/do/AddOnCallOverride", OF_SCHEDULE | fields).status_code == 303
    page = browser.get(PAGE).get_data(as_text=True)
    (override,) = re.findall(r'name="_id.override_id" value="([^"]+)"', page)
    assert "cleo is on call" in browser.text(PAGE)
    backwards = fields | {"ends_at:time": fields["starts_at:time"], "starts_at:time": ends_at}
    assert browser.post("/do/AddOnCallOverride", OF_SCHEDULE | backwards).status_code == 409

    given_back = OF_SCHEDULE | {"_id.override_id": override}
    assert browser.post("/do/RemoveOnCallOverride", given_back).status_code == 303
    assert "Everybody takes their own turn." in browser.text(PAGE)


def test_a_turn_is_handed_over_with_a_note_and_what_is_open(console: ConsoleUnderTest):
    browser = console.signed_in("responder", name="cleo")
    fields = {"from_person": "ana", "to_person": "ben", "note": "The queue <b>drains</b>"}
    assert browser.post("/do/HandOffOnCall", OF_SCHEDULE | fields).status_code == 303
    page = browser.text(PAGE)
    assert "ana to ben" in page
    assert "The queue <b>drains</b>" in page
    elsewhere = OF_SCHEDULE | fields | {"incident_ids[]": str(SCHEDULE)}
    assert browser.post("/do/HandOffOnCall", elsewhere).status_code == 404
    assert console.signed_in("viewer").post("/do/HandOffOnCall", OF_SCHEDULE | fields).status_code == 403


def test_a_calendar_program_reads_the_plan_at_an_address_that_is_told_once(console: ConsoleUnderTest):
    whole, of_ana = _address(console, {}), _address(console, {"person": "ana"})
    nobody = console.browser()
    answer = nobody.get(whole)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    summaries = {str(event["SUMMARY"]) for event in Calendar.from_ical(answer.data).walk("VEVENT")}
    assert summaries == {"Payments: ana", "Payments: ben"}
    alone = Calendar.from_ical(nobody.get(of_ana).data).walk("VEVENT")
    assert {str(event["SUMMARY"]) for event in alone} == {"Payments: ana"}
    assert whole.removeprefix("/calendar/").removesuffix(".ics") not in console.signed_in("admin").text(PAGE)


def test_what_is_revoked_made_up_or_elsewhere_is_not_there(console: ConsoleUnderTest):
    address = _address(console, {}, name="dora")
    dora, eve = console.signed_in("viewer", name="dora"), console.signed_in("viewer", name="eve")
    ids = re.findall(r'name="_id.feed_id" value="([^"]+)"', dora.get(PAGE).get_data(as_text=True))
    feed = {"_id.feed_id": ids[0]}
    assert eve.post("/do/RevokeCalendarFeed", feed).status_code == 403
    stranger = console.signed_in("admin", tenant=BOB, name="bob")
    assert stranger.post("/do/RevokeCalendarFeed", feed).status_code == 404
    assert stranger.post("/do/CreateCalendarFeed", OF_SCHEDULE).status_code == 404
    nobody = console.browser()
    assert nobody.get(address).status_code == 200

    assert dora.post("/do/RevokeCalendarFeed", feed).status_code == 303
    for path in (address, f"/calendar/{'A' * 43}.ics", "/calendar/../system", f"{address}x"):
        assert nobody.get(path).status_code == 404, path
    assert nobody.post(address, {}).status_code == 405
