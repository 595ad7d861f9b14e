"""Every list beside hostile names, and every page beside a part that is dead: text is text, and the rest is shown."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from pydantic import TypeAdapter

from shared.adapters.console.registry import PAGES
from shared.adapters.postgres.connection import connect_pool
from shared.domain.alert.facts import Change
from shared.domain.alert.state import evolve as fold_alert
from shared.domain.fleet_state.state import evolve as fold_fleet
from shared.domain.fleet_state.values import ApplicationRow
from shared.domain.incident.evolve import evolve as fold_incident
from shared.domain.on_call_schedule.facts import OnCallScheduleCreated
from shared.domain.on_call_schedule.state import evolve as fold_schedule
from shared.domain.postmortem.state import evolve as fold_postmortem
from shared.domain.service.state import evolve as fold_service
from shared.domain.service.values import OwnSchedule
from shared.domain.silence.facts import SilenceCreated
from shared.domain.silence.state import evolve as fold_silence
from shared.domain.slo.state import evolve as fold_slo
from shared.kernel.ids import ScheduleId, SilenceId
from shared.ports.operation import Answer, Operation, OperationRequest
from shared.projections.registry import PROJECTIONS
from tests.support import facts as make
from tests.support import history_health, history_knowledge, history_services, history_slos, postgres
from tests.support.api import ADA, Api
from tests.support.console import ConsoleUnderTest
from tests.support.facts import named
from tests.support.projected import projected
from tests.support.schedules import layer, schedule
from tests.support.silences import once

NOW = datetime.now(UTC)
#: A word that stands in every hostile text, so that a page which shows none of them is seen to show none.
SIGN = "Zebra"
HOSTILE = (
    f"{SIGN} <script>alert(1)</script><img src=x onerror=alert(2)> \u202egnp.exe {'Z' + chr(0x335) * 40}algo"
    " {{7*7}}'\" 👩\u200d👩\u200d👧\u200d👦"
)
#: Where something hostile stands in a row.
LISTS = (
    *("/", "/incidents", "/incidents?show=all", "/alerts", "/silences", "/services", "/fleet", "/slos", "/on-call"),
    *("/runbooks", "/postmortems", f"/knowledge?q={SIGN}", f"/search?q={SIGN}", "/wall"),
)
#: One of each page that is about one thing, by the thing's name in a path.
ONE = {
    "incident_id": "i",
    "alert_id": "a",
    "slo_id": "slo checkout",
    "postmortem_id": "p",
    "silence_id": "silence",
    "schedule_id": "schedule",
    "service_id": "service checkout",
}


@dataclass
class FailingPart:
    """The catalogue's dispatcher, of which one operation fails as if its read model were away."""

    inner: Any
    broken: str | None = None
    asked: set[str] = field(default_factory=set)

    def dispatch(self, operation: Operation, request: OperationRequest) -> Answer:
        self.asked.add(operation.name)
        if operation.name == self.broken:
            raise psycopg.OperationalError("this read model is away")
        answer: Answer = self.inner.dispatch(operation, request)
        return answer


@pytest.fixture(scope="module")
def console(postgres_server: str) -> Iterator[ConsoleUnderTest]:
    with _console(postgres_server) as under_test:
        _told(under_test.database_url)
        yield under_test


@contextmanager
def _console(server: str) -> Iterator[ConsoleUnderTest]:
    """The write side has decided, and no read model knows of it."""
    with ExitStack() as stack:
        url = stack.enter_context(postgres.fresh_database(server))
        reading = stack.enter_context(connect_pool(url, role="sre_query", application="console-test", max_size=8))
        keeping = stack.enter_context(connect_pool(url, role="sre_console", application="console-test"))
        _stored(Api(url, reading))
        yield ConsoleUnderTest(url, reading, keeping)


def _told(url: str) -> None:
    with projected(url, *PROJECTIONS) as world:
        world.happened(
            make.created(title=HOSTILE, description=HOSTILE),
            make.ingested(
                name=HOSTILE,
                labels={"alertname": HOSTILE, "pod": HOSTILE},
                annotations={"summary": HOSTILE},
                change=Change.NEW,
                starts_at=NOW - timedelta(hours=1),
            ),
            make.correlated(),
            history_services.service(name=HOSTILE),
            _fleet(),
            history_slos.objective(name=HOSTILE),
            _postmortem(),
            history_knowledge.document_put(title=HOSTILE),
            history_knowledge.runbook_created(title=HOSTILE),
            tenant=ADA,
        )


def _fleet() -> Any:
    row = ApplicationRow(name=f"{SIGN}<script>", namespace="shop", health="Degraded", sync="<b>")
    return history_health.pictured("eu", applications=[row], at=NOW, environment="<i>prod</i>", stale_after_s=3_000_000)


def _postmortem() -> Any:
    return history_knowledge.postmortem_created("p", "i", title=HOSTILE, summary=HOSTILE)


def _stored(api: Api) -> None:
    """What lists read of the write side's own state."""
    silence = SilenceCreated(
        silence_id=SilenceId(named("silence")),
        definition=once(NOW - timedelta(hours=1), NOW + timedelta(hours=1), reason=HOSTILE),
        created_by="human:ana",
    )
    planned = OnCallScheduleCreated(
        schedule_id=ScheduleId(named("schedule")),
        slug="payments",
        definition=schedule(layer("ana", name=f"{SIGN}<script>"), name=HOSTILE),
        created_by="human:ana",
    )
    states: tuple[tuple[str, UUID, Any], ...] = (
        ("silence", named("silence"), fold_silence(None, silence)),
        ("on_call_schedule", named("schedule"), fold_schedule(None, planned)),
        ("slo", history_slos.slo_id(), fold_slo(None, history_slos.objective(name=HOSTILE))),
        ("fleet_state", history_health.fleet_id("eu"), fold_fleet(None, _fleet())),
        ("incident", named("i"), fold_incident(None, make.created(title=HOSTILE))),
        ("alert", named("a"), fold_alert(None, make.ingested(name=HOSTILE, labels={"pod": HOSTILE}))),
        ("service", history_services.service_id("checkout"), _service("checkout", "schedule")),
        ("service", history_services.service_id("orphan"), _service("orphan", "a schedule that was never there")),
        (
            "postmortem",
            named("p"),
            fold_postmortem(None, history_knowledge.postmortem_created("p", "i", title=HOSTILE)),
        ),
    )
    for kind, identity, state in states:
        api.store(ADA, kind, identity, TypeAdapter(type(state)).dump_python(state, mode="json"))


def _service(slug: str, schedule: str) -> Any:
    on_call = OwnSchedule(schedule_id=ScheduleId(named(schedule)))
    return fold_service(None, history_services.service(slug, name=HOSTILE, on_call=on_call))


@pytest.mark.parametrize("path", LISTS)
def test_a_hostile_name_is_text_in_every_list(console: ConsoleUnderTest, path: str):
    answer = console.signed_in("admin").get(path)
    page = answer.get_data(as_text=True)

    assert answer.status_code == 200
    assert SIGN in re.sub(r"<input[^>]*>", "", page), "the page shows nothing hostile, so nothing is tried here"
    assert not re.search(r"<script>alert|<img src=x|<i>prod|<b>\"", page)
    assert not re.findall(".{30}[\u202e\x1b\x00].{30}", page)
    assert not re.findall(".{30}\u0335{4}", page)
    assert "49'" not in page


def _paths() -> Mapping[str, str]:
    """Every page that can be shown here, by its name; files are lists that a page shows already."""
    shown = {}
    for page in PAGES:
        wanted = re.findall(r"<uuid:(\w+)>", page.path)
        if all(name in ONE for name in wanted) and not page.path.endswith((".csv", ".json", ".md")):
            shown[page.name] = re.sub(r"<uuid:(\w+)>", lambda found: str(named(ONE[found.group(1)])), page.path)
    shown["application"] = f"/fleet/application?environment=%3Ci%3Eprod%3C%2Fi%3E&name={SIGN}%3Cscript%3E"
    shown["search"], shown["knowledge"] = f"/search?q={SIGN}", f"/knowledge?q={SIGN}"
    shown["new-silence"] = "/silences/new?matcher=pod%3D%22x%22"
    return shown


@pytest.mark.parametrize("name", sorted(_paths()))
def test_a_part_that_is_dead_is_named_and_the_rest_of_the_page_is_shown(
    console: ConsoleUnderTest, name: str, failing: Callable[[], FailingPart]
):
    part, path = failing(), _paths()[name]
    browser = console.signed_in("admin")
    part.asked.clear()
    assert browser.get(path).status_code == 200
    whole = {page.name: page for page in PAGES}[name]

    for operation in sorted(part.asked):
        part.broken = operation
        answer = browser.get(path)
        part.broken = None
        text = answer.get_data(as_text=True)
        if answer.status_code == 503:
            assert operation in (whole.needs, *_WITHOUT_WHICH.get(name, ())), f"{name} is nothing without {operation}"
        else:
            assert answer.status_code == 200, f"{name} without {operation}"
            assert "This page is not whole" in text, f"{name} says nothing of {operation}"
        assert "<nav" in text


def test_a_service_whose_schedule_is_gone_says_so(console: ConsoleUnderTest):
    answer = console.signed_in("admin").get(f"/services/{history_services.service_id('orphan')}")
    assert answer.status_code == 200
    assert "The schedule that its definition names is not there" in answer.get_data(as_text=True)


def test_what_was_made_just_now_has_its_page_before_the_read_models_know_of_it(postgres_server: str):
    with _console(postgres_server) as under_test:
        browser = under_test.signed_in("admin")
        answers = {path: browser.get(path).status_code for path in _paths().values()}
    assert {path: code for path, code in answers.items() if code not in (200, 404)} == {}
    assert answers[_paths()["service"]] == answers[_paths()["slo"]] == 200


#: What else a page is nothing without.
_WITHOUT_WHICH: Mapping[str, tuple[str, ...]] = {
    "postmortem-editor": ("GetPostmortem",),
    "similar": ("GetIncident",),
}


@pytest.fixture
def failing(console: ConsoleUnderTest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], FailingPart]:
    def put_in() -> FailingPart:
        part = FailingPart(console.dispatcher)
        monkeypatch.setattr(console.console, "_with", replace(console.console._with, dispatcher=part))
        return part

    return put_in


def test_what_is_typed_into_a_postmortem_is_shown_as_it_would_read_and_kept_nowhere(console: ConsoleUnderTest):
    browser, path = console.signed_in("responder"), f"/postmortems/{named('p')}/edit"
    asked = len(console.gate.asked)

    answer = browser.post(path, {"content.title": "Read me", "content.summary": "It **was** <b>the</b> pool."})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 200
    assert "It <strong>was</strong> &lt;b&gt;the&lt;/b&gt; pool." in page
    assert 'value="Read me"' in page, "what was typed is still in the form"
    assert "It **was**" in page
    assert len(console.gate.asked) == asked
    assert "Read me" not in browser.get(path).get_data(as_text=True)


def test_a_form_is_shown_only_to_whom_it_was_made_for(console: ConsoleUnderTest):
    path = f"/postmortems/{named('p')}/edit"
    typed = {"content.title": "Read me"}
    assert console.signed_in("viewer").post(path, typed).status_code == 403
    browser = console.signed_in("responder")
    assert browser.post(path, typed | {"_csrf": "00"}).status_code == 403
    assert browser.post("/alerts", typed).status_code == 404
    assert browser.post(path, {"content.title": ""}).status_code == 422
