"""Pictures of the console for people to look at: ``python -m tests.support.screens [DIRECTORY]``.

It starts the system, tells it three months of the invented company, breaks a service of it, waits until a plan waits
for a yes, and takes every page in both themes, in light on a phone as well.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from cli.demo_system import demo_system
from cli.demo_walk import DemoWalk
from cli.demo_world import DemoSide
from cli.installation import Installation
from local.console_link import console_link
from tests.support.browser import Watched, browser_context
from tests.support.patience import wait_until

PAGES = (
    *("/", "/incidents", "/alerts", "/approvals", "/slos", "/services", "/fleet", "/on-call", "/silences"),
    *("/runbooks", "/postmortems", "/knowledge", "/system", "/settings", "/search?q=pricing"),
)
#: Lists of which the first row is opened too, by the name of its picture.
FIRST_OF = {"alert": "/alerts", "slo": "/slos", "service": "/services", "postmortem": "/postmortems?status=draft"}
THEMES = ("light", "dark")
_INCIDENT = "main a[href*='/incidents/']"


def main(arguments: list[str]) -> int:
    directory = Path(arguments[0] if arguments else "build/screens")
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sre-screens-") as data, demo_system(Path(data), stubborn=False) as system:
        subprocess.run([sys.executable, "-m", "cli.main", "demo-data", "--data-dir", data], check=True)
        DemoWalk(system, DemoSide(system), lambda _question: False, verify_within_s=240).begin()
        for theme in THEMES:
            with browser_context(system.local["api_url"], color_scheme=theme) as watched:
                _sign_in(watched, system)
                paths = dict(_paths(watched))
                _take_all(watched, paths, directory, theme)
                if theme == THEMES[0]:
                    watched.page.set_viewport_size({"width": 390, "height": 844})
                    _take_all(watched, paths, directory, "phone")
    return 0


def _sign_in(watched: Watched, system: Installation) -> None:
    watched.page.goto(f"{system.local['api_url']}{console_link(system.database_url)}")
    watched.page.get_by_role("button", name="Sign in as ruth").click()
    watched.page.get_by_role("heading", name="Open incidents").wait_for()


def _paths(watched: Watched) -> Iterator[tuple[str, str]]:
    """The name of each picture with its page's path; the incident is the one whose plan waits for a yes."""
    for path in PAGES:
        yield re.sub(r"\W+", "-", path).strip("-") or "now", path
    approval = wait_until(lambda: _first(watched, "/approvals", "[data-row]"), "no plan waits for a yes")
    yield "approval", approval
    yield "incident", wait_until(lambda: _first(watched, approval, _INCIDENT), "the plan is of no incident")
    for name, path in FIRST_OF.items():
        if first := _first(watched, path, "[data-row]"):
            yield name, first
            if name == "postmortem":
                yield "postmortem-edit", f"{first}/edit"
    yield "silence-new", "/silences/new?label=namespace%3Dshop"


def _first(watched: Watched, path: str, link: str) -> str | None:
    watched.go(path)
    found = watched.page.locator(link)
    return (found.first.get_attribute("href") or "").removeprefix("/console") if found.count() else None


def _take_all(watched: Watched, paths: Mapping[str, str], directory: Path, suffix: str) -> None:
    for name, path in paths.items():
        watched.go(path)
        watched.page.wait_for_load_state("load")
        picture = directory / f"{name}-{suffix}.png"
        watched.page.screenshot(path=picture, full_page=True)
        print(picture)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
