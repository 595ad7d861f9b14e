"""Pictures of the console for people to look at: ``python -m tests.support.screens [DIRECTORY]``.

It starts the system, breaks a service of the invented company, waits until a plan waits for a yes, tells three months
of that company, and takes one page of each kind in both themes, in light on a phone as well.
"""

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import ViewportSize

from cli.demo_system import demo_system
from cli.demo_walk import DemoWalk
from cli.demo_world import DemoSide
from cli.installation import Installation
from local.console_link import console_link
from tests.support.browser import Watched, browser_context
from tests.support.console_tour import tour
from tests.support.patience import PATIENCE_S, wait_until

#: What is asked of the browser, by the end of the pictures' names.
SCREENS: Mapping[str, Mapping[str, Any]] = {
    "light": {"color_scheme": "light", "reduced_motion": "reduce"},
    "dark": {"color_scheme": "dark", "reduced_motion": "reduce"},
    "phone": {"color_scheme": "light", "reduced_motion": "reduce", "viewport": {"width": 390, "height": 844}},
}


def main(arguments: list[str]) -> int:
    directory = Path(arguments[0] if arguments else "build/screens")
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sre-screens-") as data, demo_system(Path(data), stubborn=False) as system:
        DemoWalk(system, DemoSide(system), lambda _question: False, verify_within_s=240).begin()
        waiting = wait_until(lambda: _waiting(system), "no plan waits for a yes", patience_s=3 * PATIENCE_S)
        # What is refused of the history, as it says itself, leaves a gap in a picture.
        subprocess.run([sys.executable, "-m", "cli.main", "demo-data", "--data-dir", data], check=False)
        for suffix, options in SCREENS.items():
            with browser_context(system.local["api_url"], **options) as watched:
                _sign_in(watched, system)
                _take_all(watched, waiting, directory, suffix)
    return 0


def _waiting(system: Installation) -> dict[str, str]:
    """The paths of the plan that waits for a yes and of its incident, by the names of their pages."""
    for approval in system.get("/v1/approvals", [("status", "requested")])["items"]:
        plan, incident = approval["approval_id"], approval["definition"]["incident_id"]
        return {"approval": f"/approvals/{plan}", "incident": f"/incidents/{incident}"}
    return {}


def _sign_in(watched: Watched, system: Installation) -> None:
    watched.page.goto(f"{system.local['api_url']}{console_link(system.database_url)}")
    watched.page.get_by_role("button", name="Sign in as hanna").click()
    watched.page.get_by_role("heading", name="Open incidents").wait_for()


def _take_all(watched: Watched, first: Mapping[str, str], directory: Path, suffix: str) -> None:
    size = watched.page.viewport_size or {"width": 1440, "height": 900}
    for name, _ in tour(watched, first):
        picture = directory / f"{name}-{suffix}.png"
        _stretch(watched, size)
        watched.page.screenshot(path=picture, animations="disabled")
        watched.page.set_viewport_size(size)
        print(picture)


def _stretch(watched: Watched, size: ViewportSize) -> None:
    """Makes the window as high as the page: what sticks to a window's edge must not lie over what is read."""
    height = watched.page.evaluate("document.documentElement.scrollHeight")
    watched.page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
