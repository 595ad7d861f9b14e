"""Every list beside hostile names, and every page beside a part that is dead: text is text, and the rest is shown."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg
import pytest

from shared.adapters.console.registry import PAGES
from shared.ports.operation import Answer, Operation, OperationRequest
from tests.support import history_services
from tests.support.console import ConsoleUnderTest
from tests.support.facts import named
from tests.support.hostile_console import SIGN, hostile_console, one_path_of_each, tell

#: Where something hostile stands in a row.
LISTS = (
    *("/", "/incidents", "/incidents?show=all", "/alerts", "/silences", "/services", "/fleet", "/slos", "/on-call"),
    *("/runbooks", "/postmortems", f"/knowledge?q={SIGN}", f"/search?q={SIGN}", "/wall"),
)


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
    with hostile_console(postgres_server) as under_test:
        tell(under_test.database_url)
        yield under_test


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


@pytest.mark.parametrize("name", sorted(one_path_of_each()))
def test_a_part_that_is_dead_is_named_and_the_rest_of_the_page_is_shown(
    console: ConsoleUnderTest, name: str, failing: Callable[[], FailingPart]
):
    part, path = failing(), one_path_of_each()[name]
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
    with hostile_console(postgres_server) as under_test:
        browser = under_test.signed_in("admin")
        answers = {path: browser.get(path).status_code for path in one_path_of_each().values()}
    assert {path: code for path, code in answers.items() if code not in (200, 404)} == {}
    assert answers[one_path_of_each()["service"]] == answers[one_path_of_each()["slo"]] == 200


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
