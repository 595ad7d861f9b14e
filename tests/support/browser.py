"""A browser that is watched: whatever a page complains about, or asks of another host, is kept for the test."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.patience import PATIENCE_S

CHROMIUM = Path("/usr/bin/chromium")
_SERIOUS = ("serious", "critical")


@dataclass
class Watched:
    """One tab. ``troubles``: errors on its console, violations of the content policy included."""

    page: Page
    url: str
    troubles: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """To a page of the console, which must be there."""
        answer = self.page.goto(f"{self.url}/console{path}", wait_until="domcontentloaded")
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"

    def assert_well(self) -> None:
        assert self.troubles == []
        assert self.elsewhere == []

    def barriers(self, path: str, *, only: str | None = None) -> list[str]:
        """What of this page somebody could not use: serious findings of axe; ``only``: of this rule."""
        options = None if only is None else {"runOnly": {"type": "rule", "values": [only]}}
        found = Axe().run(self.page, options=options).response["violations"]
        return [
            f"{path}: {each['id']} at {node['target']}: {node.get('failureSummary', '')}"
            for each in found
            if each["impact"] in _SERIOUS
            for node in each["nodes"][:3]
        ]

    def _hear(self, message: Any) -> None:
        if message.type == "error":
            self.troubles.append(f"{self.page.url}: {message.text}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.url, "data:")):
            self.elsewhere.append(request.url)


@contextmanager
def a_browser(url: str) -> Iterator[Callable[..., Watched]]:
    """A fresh browser; what is given opens a tab in it, each somebody else's, with the options of a context."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield lambda **options: _tab(browser, url, options)
        finally:
            browser.close()


@contextmanager
def browser_context(url: str, **options: Any) -> Iterator[Watched]:
    """A tab of a fresh browser. ``options`` are those of a context of Playwright."""
    with a_browser(url) as tab:
        yield tab(**options)


def _tab(browser: Browser, url: str, options: Mapping[str, Any]) -> Watched:
    context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "bypass_csp": False, **options})
    context.set_default_timeout(PATIENCE_S * 1_000)
    page = context.new_page()
    watched = Watched(page, url)
    page.on("console", watched._hear)
    page.on("pageerror", lambda error: watched.troubles.append(str(error)))
    page.on("request", watched._asked)
    return watched
