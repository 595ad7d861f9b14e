"""The console signed in: pages out of operations, forms that are commands, and nothing for whoever is somebody else."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from uuid import UUID

import psycopg
import pytest

from shared.adapters.console.page import ConsolePage
from shared.adapters.console.picked import FOR_EACH
from shared.adapters.console.registry import PAGES
from shared.adapters.postgres.connection import connect_pool
from shared.app.operations.catalogue import OPERATIONS
from shared.kernel.ids import derive
from shared.ports.credentials import Role
from shared.ports.outcome import Outcome, Problem
from tests.support import postgres
from tests.support.api import ADA, BOB, Api
from tests.support.console import ConsoleUnderTest, said
from tests.support.hostile_texts import SECRET

PEOPLE = (Role.VIEWER, Role.RESPONDER, Role.APPROVER, Role.ADMIN)
BY_NAME = {operation.name: operation for operation in OPERATIONS}
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "\u202egnp.exe \x1b[31mred\x1b[0m",
    "Z" + "\u0335" * 40 + "algo",
    "👩\u200d👩\u200d👧\u200d👦 " + "x" * 10_000,
    "{{ 7 * 7 }} {% raw %} &lt;b&gt; '\"",
)


@pytest.fixture(scope="module")
def console(postgres_server: str) -> Iterator[ConsoleUnderTest]:
    with ExitStack() as stack:
        url = stack.enter_context(postgres.fresh_database(postgres_server))
        reading = stack.enter_context(connect_pool(url, role="sre_query", application="console-test", max_size=8))
        keeping = stack.enter_context(connect_pool(url, role="sre_console", application="console-test"))
        yield ConsoleUnderTest(url, reading, keeping)


@pytest.fixture(scope="module")
def api(console: ConsoleUnderTest) -> Api:
    return Api(console.database_url, console.reading)


@pytest.fixture(scope="module")
def incident(api: Api) -> UUID:
    return api.incident(ADA, number=1)


def acknowledge(incident: UUID, **more: str) -> dict[str, str]:
    return {"_id.incident_id": str(incident), "_back": f"/incidents/{incident}", "note": "On it"} | more


def test_whoever_is_not_signed_in_is_led_to_the_sign_in_and_back(console: ConsoleUnderTest):
    answer = console.browser().get("/incidents?text=a b")
    assert (answer.status_code, answer.location) == (303, "/sign-in?back=/incidents%3Ftext%3Da%20b")
    assert "no-store" in answer.headers["Cache-Control"]


def test_parts_and_forms_of_whoever_is_not_signed_in_are_refused(console: ConsoleUnderTest, incident: UUID):
    nobody = console.browser()
    asked = len(console.gate.asked)
    assert nobody.get("/", HX_Request="true").status_code == 401
    assert nobody.get("/live").status_code == 401
    assert nobody.post("/do/AcknowledgeIncident", acknowledge(incident)).status_code == 401
    assert len(console.gate.asked) == asked


def _of_a_stranger(page: ConsolePage) -> str:
    """The page's path with ids of another tenant, where it has ids."""
    return re.sub(r"<uuid:\w+>", str(derive(BOB, "incident", 1)), page.path)


@pytest.mark.parametrize("role", PEOPLE)
def test_every_page_is_there_for_exactly_the_roles_of_its_operation(console: ConsoleUnderTest, role: Role):
    browser = console.signed_in(role)
    found = {page.name: browser.get(_of_a_stranger(page)).status_code for page in PAGES}
    allowed = {name for name, status in found.items() if status != 403}
    assert allowed == {page.name for page in PAGES if role in BY_NAME[page.needs].roles}
    broken = {name: status for name, status in found.items() if status not in (200, 403, 404, 422)}
    assert broken == {}


def test_another_tenants_things_are_not_there_on_any_page(console: ConsoleUnderTest):
    browser = console.signed_in("admin")
    found = {page.name: browser.get(_of_a_stranger(page)).status_code for page in PAGES if "<" in page.path}
    assert {name: status for name, status in found.items() if status != 404} == {}


def test_an_incident_of_another_tenant_is_as_if_it_never_was(console: ConsoleUnderTest, incident: UUID):
    assert console.signed_in("viewer").get(f"/incidents/{incident}").status_code == 200
    stranger = console.signed_in("admin", tenant=BOB, name="eve")
    assert stranger.get(f"/incidents/{incident}").status_code == 404
    assert stranger.post("/do/AcknowledgeIncident", acknowledge(incident)).status_code == 404


def test_a_form_becomes_the_command_of_the_person_signed_in(console: ConsoleUnderTest, incident: UUID):
    browser = console.signed_in("responder", name="ana")
    answer = browser.post("/do/AcknowledgeIncident", acknowledge(incident, _said="INC-1 is yours."))
    assert (answer.status_code, answer.location) == (303, f"/incidents/{incident}")
    asked = console.gate.asked[-1]
    assert (asked.tenant_id, asked.actor, asked.data.note) == (ADA, "human:ana", "On it")
    assert "INC-1 is yours." in browser.text(f"/incidents/{incident}")
    assert "INC-1 is yours." not in browser.text(f"/incidents/{incident}"), "it is told once"


def test_a_form_that_is_sent_twice_is_one_command(console: ConsoleUnderTest, incident: UUID):
    browser = console.signed_in("responder")
    for _ in range(2):
        assert browser.post("/do/AcknowledgeIncident", acknowledge(incident, _key="one")).status_code == 303
    first, second = console.gate.asked[-2:]
    assert first.message_id == second.message_id


def _written_to() -> Iterator[str]:
    """Every address that changes something, or shows what was typed."""
    yield from (f"/do/{operation.name}" for operation in OPERATIONS)
    yield from (f"/each/{name}" for name in FOR_EACH)
    yield from ("/reader", "/sign-out")
    yield from (_of_a_stranger(page) for page in PAGES if page.typed is not None)


def test_nothing_is_done_by_a_form_without_a_token_of_its_own_session(console: ConsoleUnderTest, incident: UUID):
    browser, other = console.signed_in("admin"), console.signed_in("admin", name="ben")
    asked = len(console.gate.asked)
    wrong = ({"_csrf": ""}, {"_csrf": "00" * 64}, {"_csrf": "zz"}, {"_csrf": other.token})
    for path in _written_to():
        for fields in wrong:
            assert browser.post(path, acknowledge(incident, **fields)).status_code == 403, path
        foreign = browser.post(path, acknowledge(incident), Origin="https://evil.example")
        assert foreign.status_code == 403, path
        assert console.browser().post(path, acknowledge(incident)).status_code == 401, path
    assert len(console.gate.asked) == asked
    assert browser.get("/incidents").status_code == 200, "not even the sign-out was done"


def test_no_token_is_like_the_one_before(console: ConsoleUnderTest):
    browser = console.signed_in("viewer")
    before = browser.token
    browser.get("/incidents")
    assert browser.token != before, "compressed beside what a stranger chose, a fixed one could be guessed"


def test_a_viewer_has_no_dead_buttons_and_no_commands(console: ConsoleUnderTest, incident: UUID):
    page = console.signed_in("viewer").get(f"/incidents/{incident}").get_data(as_text=True)
    assert "/do/" not in page
    page = console.signed_in("responder").get(f"/incidents/{incident}").get_data(as_text=True)
    assert "/do/AcknowledgeIncident" in page


@pytest.mark.parametrize("role", PEOPLE)
def test_a_command_is_refused_to_every_role_that_the_catalogue_does_not_name(console: ConsoleUnderTest, role: Role):
    browser = console.signed_in(role)
    asked = len(console.gate.asked)
    for operation in OPERATIONS:
        refused = browser.post(f"/do/{operation.name}", {}).status_code
        if operation.kind == "query" or operation.streams:
            assert refused == 404, operation.name
        elif role not in operation.roles:
            assert refused == 403, operation.name
    assert all(role in BY_NAME[_operation_of(each)].roles for each in console.gate.asked[asked:])


def _operation_of(asked: object) -> str:
    name = type(asked.data).__name__  # type: ignore[attr-defined]
    return name if name in BY_NAME else next(iter(BY_NAME))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_harmlessly(console: ConsoleUnderTest, api: Api, text: str):
    incident = api.incident(ADA, number=100 + HOSTILE.index(text))
    with psycopg.connect(console.database_url) as connection:
        connection.execute(
            "UPDATE domain.aggregate SET state = jsonb_set(state, '{title}', to_jsonb(%s::text))"
            " WHERE aggregate_id = %s",
            (text.replace("\x00", ""), incident),
        )
    browser = console.signed_in("responder")
    for path in (f"/incidents/{incident}", f"/search?q={text[:200]}"):
        page = browser.get(path).get_data(as_text=True)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert not set("\u202e\x1b\x00") & set(page)
        assert "\u0335" * 4 not in page
        assert "49" not in re.findall(r"<h1>([^<]*)</h1>", page)
    assert SECRET not in page


def test_what_was_refused_is_told_with_the_words_that_were_typed(console: ConsoleUnderTest, incident: UUID):
    problem = Problem(code="incident.closed", title="It is closed already")
    console.gate.answer_with = Outcome(message_id=incident, status="rejected", aggregate_version=1, problem=problem)
    try:
        answer = console.signed_in("responder").post("/do/AcknowledgeIncident", acknowledge(incident))
    finally:
        console.gate.answer_with = None
    assert answer.status_code == 409
    assert all(words in said(answer) for words in ("It is closed already", "incident.closed", "On it", "investigating"))


def test_the_writer_away_is_told_and_the_reading_goes_on(console: ConsoleUnderTest, incident: UUID):
    browser = console.signed_in("responder")
    console.gate.away = True
    try:
        answer = browser.post("/do/AcknowledgeIncident", acknowledge(incident))
        assert (answer.status_code, "nothing is known to be written" in said(answer)) == (503, True)
        assert browser.get(f"/incidents/{incident}").status_code == 200
    finally:
        console.gate.away = False


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nX: y"]
)
def test_nobody_is_sent_to_another_host(console: ConsoleUnderTest, incident: UUID, back: str):
    answer = console.signed_in("responder").post("/do/AcknowledgeIncident", acknowledge(incident, _back=back))
    assert (answer.status_code, answer.location) == (303, "/")


def test_another_hosts_name_is_answered_by_nothing_of_ours(console: ConsoleUnderTest):
    browser = console.signed_in("viewer")
    answer = browser.client.get("/incidents", base_url="http://evil.example")
    assert answer.status_code == 421


def test_a_part_that_fails_is_named_and_the_others_are_shown(console: ConsoleUnderTest):
    with psycopg.connect(console.database_url) as connection:
        connection.execute("ALTER TABLE IF EXISTS process.fact RENAME TO fact_elsewhere")
    try:
        text = console.signed_in("viewer").text("/")
    finally:
        with psycopg.connect(console.database_url) as connection:
            connection.execute("ALTER TABLE process.fact_elsewhere RENAME TO fact")
    assert "Changed lately This part is missing." in text
    assert "No incident is open." in text


def test_files_are_kept_for_ever_and_only_as_they_are_named(console: ConsoleUnderTest):
    page = console.browser().get("/sign-in").get_data(as_text=True)
    (style,) = re.findall(r'href="(/assets/[0-9a-f]{16}/console\.css)"', page)
    answer = console.browser().get(style)
    assert (answer.status_code, answer.mimetype) == (200, "text/css")
    assert "immutable" in answer.headers["Cache-Control"]
    assert console.browser().get("/assets/0000000000000000/console.css").status_code == 404


def test_the_first_page_is_small(console: ConsoleUnderTest):
    browser, headers = console.signed_in("responder"), {"Accept-Encoding": "gzip"}
    page = browser.client.get("/", base_url="http://console.example", headers=headers)
    addresses = re.findall(r'(?:href|src)="(/assets/[^"]+)"', browser.get("/").get_data(as_text=True))
    files = [browser.client.get(path, base_url="http://console.example", headers=headers) for path in addresses]
    assert sum(len(answer.get_data()) for answer in (page, *files)) < 60_000


def test_the_feed_reaches_the_browser(console: ConsoleUnderTest):
    answer = console.signed_in("viewer").get("/live?kinds=incident,alert")
    assert (answer.status_code, answer.mimetype) == (200, "text/event-stream")
    assert answer.get_data(as_text=True).startswith("retry: 2000")
    assert console.signed_in("viewer").get("/live?kinds=*").status_code == 422
