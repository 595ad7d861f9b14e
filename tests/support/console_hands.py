"""How a person works the console: by mouse, by keyboard, or by touch on a phone; each uses nothing of the others."""

import re
from collections.abc import Mapping
from typing import Any, Final, Protocol

from playwright.sync_api import Locator, Page, ViewportSize, expect

PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
_PRESSED: Final = "a, button, summary"
#: What of the page has the focus: its words, its name, or the words of its label.
_FOCUSED: Final = """() => {
  const at = document.activeElement;
  if (!at || at === document.body || at.id === "content") return "";
  const labels = at.labels && at.labels.length ? [...at.labels].map((each) => each.innerText).join(" ") : "";
  return (at.getAttribute("aria-label") || labels || at.innerText || at.getAttribute("placeholder") || at.tagName)
    .replace(/\\s+/g, " ").trim();
}"""
#: So many times nobody presses a key to come to a place.
_MOST_TABS: Final = 60
_MOST_ROWS: Final = 30


class Hand(Protocol):
    """One way to work a page. Words are how what is meant begins, as the person reads it."""

    def press(self, words: str, *, key: str = "") -> None:
        """A link, a button, or what opens; ``key``: what the page's list of keys says for it."""

    def open(self, words: str) -> None:
        """The row of a list."""

    def write(self, label: str, text: str) -> None:
        """Into the field with this label."""


class Pointer:
    """A mouse or a finger: what it meets must be in sight and not covered. Texts are typed into what was pressed."""

    def __init__(self, page: Page, *, finger: bool) -> None:
        self._page = page
        self._finger = finger

    def press(self, words: str, *, key: str = "") -> None:  # noqa: ARG002 - keys are the keyboard's
        self._meet(pressed(self._page, words))

    def open(self, words: str) -> None:
        self._meet(row(self._page, words))

    def write(self, label: str, text: str) -> None:
        self._meet(self._page.get_by_label(label).first)
        self._page.keyboard.type(text)

    def _meet(self, there: Locator) -> None:
        there.tap() if self._finger else there.click()


class Keyboard:
    """Keys alone. What is meant must be in sight before it is gone to; what the keys arrive at is read, not assumed."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def press(self, words: str, *, key: str = "") -> None:
        expect(pressed(self._page, words)).to_be_visible()
        if key:
            for each in key.split():
                self._page.keyboard.press(each)
            return
        self._go_to(words)
        self._page.keyboard.press("Enter")

    def open(self, words: str) -> None:
        expect(row(self._page, words)).to_be_visible()
        met = []
        for _ in range(_MOST_ROWS):
            self._page.keyboard.press("j")
            met.append(self._focused())
            if words in met[-1]:
                self._page.keyboard.press("Enter")
                return
        raise AssertionError(f"no row of {words!r} is met by j: {met}")

    def write(self, label: str, text: str) -> None:
        expect(self._page.get_by_label(label).first).to_be_visible()
        self._go_to(label)
        self._page.keyboard.type(text)

    def _go_to(self, words: str) -> None:
        """From where the focus is, on by Tab; from a page's beginning, past what is the same on every page."""
        if not self._focused():
            self._page.keyboard.press("Tab")
            if self._focused() == "Skip to content":
                self._page.keyboard.press("Enter")
        met: list[str] = []
        while not self._focused().startswith(words):
            met.append(self._focused())
            if len(met) > _MOST_TABS:
                raise AssertionError(f"{words!r} is not met within {_MOST_TABS} presses of Tab: {met}")
            self._page.keyboard.press("Tab")

    def _focused(self) -> str:
        found: str = self._page.evaluate(_FOCUSED)
        return found


#: By the words of a test's name: what is asked of the browser.
WAYS: Final[Mapping[str, Mapping[str, Any]]] = {
    "mouse": {},
    "keyboard": {},
    "touch": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
}


def hand_of(way: str, page: Page) -> Hand:
    return Keyboard(page) if way == "keyboard" else Pointer(page, finger=way == "touch")


def pressed(page: Page, words: str) -> Locator:
    """What begins with these words and can be pressed."""
    begins = re.compile(rf"^\s*{re.escape(words)}")
    return page.locator(_PRESSED).filter(has_text=begins, visible=True).first


def row(page: Page, words: str) -> Locator:
    return page.locator("[data-row]").filter(has_text=words, visible=True).first
