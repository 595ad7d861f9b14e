"""A form of a page as a browser without scripts sends it: what stands in its fields, and what a person put there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.support.console import ORIGIN, Browser

_UNSENT = ("submit", "button", "reset")
_TICKED = ("checkbox", "radio")


@dataclass
class PageForm:
    """``fields``: what would be sent as it stands; ``names``: of every field, of those not ticked too."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def sent_by(self, browser: Browser, written: Mapping[str, str] | None = None) -> TestResponse:
        """Fills fields in that the form has, and sends it."""
        strange = set(written or {}) - self.names
        assert not strange, f"the form {self.action} has no fields {sorted(strange)}, but {sorted(self.names)}"
        given = MultiDict(self.fields)
        for name, value in (written or {}).items():
            given.setlist(name, [value])
        if self.method == "get":
            return browser.client.get(self.action, base_url=ORIGIN, query_string=given)
        return browser.client.post(self.action, base_url=ORIGIN, data=given)


def form_of(answer: TestResponse, action: str, *, having: str = "") -> PageForm:
    """The only form of this page with this address, and with this field where one is named. Raises AssertionError."""
    reading = _Reading()
    reading.feed(answer.get_data(as_text=True))
    found = [form for form in reading.forms if form.action.partition("?")[0] == action]
    found = [form for form in found if not having or having in form.names]
    assert len(found) == 1, f"{len(found)} of {[form.action for form in reading.forms]} are {action}"
    return found[0]


class _Reading(HTMLParser):
    """Reads every form of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._form: PageForm | None = None
        self._choice: tuple[str, list[str]] | None = None
        self._writing: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = PageForm(given.get("action", ""), given.get("method", "get"))
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(self._form, tag, given)

    def _field(self, form: PageForm, tag: str, given: Mapping[str, str]) -> None:
        name = given.get("name", "")
        if tag == "option" and self._choice is not None:
            taken = self._choice[1]
            if "selected" in given or not taken:
                taken[:] = [given.get("value", "")]
        elif name and tag == "input" and given.get("type") not in _UNSENT:
            form.names.add(name)
            if given.get("type") not in _TICKED or "checked" in given:
                form.fields.append((name, given.get("value", "")))
        elif name and tag == "select":
            form.names.add(name)
            self._choice = (name, [])
        elif name and tag == "textarea":
            form.names.add(name)
            self._writing = (name, [])

    def handle_data(self, data: str) -> None:
        if self._writing is not None:
            self._writing[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif self._form is not None and tag == "select" and self._choice is not None:
            self._form.fields += [(self._choice[0], value) for value in self._choice[1]]
            self._choice = None
        elif self._form is not None and tag == "textarea" and self._writing is not None:
            self._form.fields.append((self._writing[0], "".join(self._writing[1])))
            self._writing = None
