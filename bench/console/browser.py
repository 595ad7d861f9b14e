"""The same with a browser: what Chromium says of its first paint, and when a person could see what happened."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

from bench.console.command import NewIncident
from bench.measure import RUNS, Result, percentile, result
from bench.system import System
from local.environment import CONSOLE

_CHROMIUM: Final = Path("/usr/bin/chromium")
_TIMES: Final = 20
_PAINTED: Final = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
_LOADED: Final = "() => performance.getEntriesByType('navigation')[0].loadEventEnd"


def run(system: System, token: str) -> Iterator[Result]:
    api = system.local["api_url"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        context = chromium.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": "sre-console", "value": token, "url": api}])
        page = context.new_page()
        painted, loaded = [], []
        for _ in range(RUNS):
            page.goto(f"{api}{CONSOLE}/", wait_until="load")
            page.wait_for_function(_PAINTED)
            painted.append(float(page.evaluate(_PAINTED)))
            loaded.append(float(page.evaluate(_LOADED)))
        page.locator(".live.on").wait_for()
        command = NewIncident(system)
        shown = [[_seen(page, command) for _ in range(_TIMES)] for _ in range(RUNS)]
        chromium.close()
    yield result("console: first contentful paint of Now", "ms", painted)
    yield result("console: Now is loaded", "ms", loaded)
    for share, word in ((0.5, "p50"), (0.95, "p95")):
        found = [percentile(run, share) for run in shown]
        yield result(f"console: an incident seen in the browser, {word}", "ms", found)


def _seen(page: Page, command: NewIncident) -> float:
    title = command.send()
    answered = time.perf_counter()
    page.get_by_text(title).first.wait_for(timeout=20_000)
    return (time.perf_counter() - answered) * 1000
