"""Pictures of the console for people to look at: ``python -m tests.support.screens [DIRECTORY]``.

It starts the system, tells it three months of the invented company, and takes every page in both themes.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from cli.demo_system import demo_system
from local.console_link import console_link
from tests.support.browser import Watched, browser_context

PAGES = (
    *("/", "/incidents", "/alerts", "/approvals", "/slos", "/services", "/fleet", "/on-call", "/silences"),
    *("/runbooks", "/postmortems", "/knowledge", "/system", "/settings", "/search?q=pricing"),
)
THEMES = ("light", "dark")


def main(arguments: list[str]) -> int:
    directory = Path(arguments[0] if arguments else "build/screens")
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sre-screens-") as data, demo_system(Path(data), stubborn=False) as system:
        subprocess.run([sys.executable, "-m", "cli.main", "demo-data", "--data-dir", data], check=True)
        for theme in THEMES:
            with browser_context(system.local["api_url"], color_scheme=theme) as watched:
                watched.page.goto(f"{system.local['api_url']}{console_link(system.database_url)}")
                _take_all(watched, directory, theme)
    return 0


def _take_all(watched: Watched, directory: Path, theme: str) -> None:
    page = watched.page
    page.get_by_role("button", name="Sign in as ruth").click()
    page.get_by_role("heading", name="Open incidents").wait_for()
    incident = (page.locator("[data-row]").first.get_attribute("href") or "").removeprefix("/console")
    for path in (*PAGES, incident):
        watched.go(path)
        page.wait_for_load_state("load")
        name = "incident" if path == incident else re.sub(r"\W+", "-", path).strip("-") or "now"
        picture = directory / f"{name}-{theme}.png"
        page.screenshot(path=picture, full_page=True)
        print(picture)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
