"""The console in a browser, on the whole system: one incident from its first alert to its end, by two people."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ViewportSize

from cli.demo_system import demo_system
from cli.demo_walk import DemoWalk
from cli.demo_world import DemoSide
from cli.installation import Installation
from local.console_link import console_link
from tests.support.browser import CHROMIUM, Watched, browser_context
from tests.support.console_tour import SHOWN, tour
from tests.support.memory import quick_directory
from tests.support.patience import PATIENCE_S, wait_until

pytestmark = [
    pytest.mark.slow,
    # Connections of a client that the command line leaves to the interpreter's end.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed"),
]
PATIENCE_MS = PATIENCE_S * 1_000
#: Pages of things that this system has none of, and two that hang on which incident and which postmortem is met first.
#: The registry's other pages must be found by their links.
NOT_ALWAYS = {"slo", "schedule", "runbook", "execution", "silence", "application", "similar", "postmortem-editor"}
#: What one asks for by a form, and the list that names what is answered already, too.
ASKED_FOR = {"search": "/search?q=pricing", "approvals": "/approvals?status=all"}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def system() -> Iterator[Installation]:
    with quick_directory("sre-console-") as directory, demo_system(directory, stubborn=False) as installation:
        yield installation


def signed_in(system: Installation, stack: ExitStack, person: str, **options: object) -> Watched:
    watched = stack.enter_context(browser_context(system.local["api_url"], **options))
    watched.page.goto(f"{system.local['api_url']}{console_link(system.database_url)}")
    watched.page.get_by_role("button", name=f"Sign in as {person}").click()
    watched.page.get_by_role("heading", name="Open incidents").wait_for()
    return watched


def become(watched: Watched, person: str) -> None:
    watched.go("/people")
    watched.page.get_by_role("button", name=f"Sign in as {person}").click()
    watched.page.get_by_role("heading", name="Open incidents").wait_for()


def test_an_incident_arrives_live_is_acknowledged_approved_by_another_and_verified(system: Installation):
    with ExitStack() as stack:
        watched = signed_in(system, stack, "ana")
        page = watched.page
        side = DemoSide(system)
        walk = DemoWalk(system, side, lambda _question: False, verify_within_s=240)
        walk.begin()
        row = page.get_by_role("link", name=re.compile("INC-1 ")).first
        row.wait_for(timeout=PATIENCE_MS)
        page.keyboard.press("j")
        page.keyboard.press("a")
        page.get_by_text("INC-1 is acknowledged by you.").wait_for()
        page.keyboard.press("g")
        page.keyboard.press("i")
        page.get_by_role("heading", name="Incidents").wait_for()
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.get_by_text("What we think").wait_for()
        page.locator(".citations a").first.wait_for(timeout=PATIENCE_MS)
        incident = urlsplit(page.url).path.removeprefix("/console")
        page.locator(".citations a").first.click()
        page.get_by_text("Cited by").wait_for()

        become(watched, "ruth")
        watched.go(incident)
        page.locator("summary", has_text="Approve…").click(timeout=PATIENCE_MS)
        page.get_by_role("button", name=re.compile("^Approve: Revert commit")).click()
        page.get_by_text("You said yes.").wait_for()
        wait_until(side.runs, lambda: "the service does not run again")
        side.alert("resolved")
        page.get_by_text("✓ Verified:").wait_for(timeout=3 * PATIENCE_MS)
        watched.assert_well()


def test_every_page_is_found_by_links_and_is_well_in_both_themes_and_on_a_phone(system: Installation):
    """Another theme has other colours and nothing else."""
    with ExitStack() as stack:
        watched = signed_in(system, stack, "hanna", color_scheme="light")
        wide = watched.page.viewport_size or PHONE
        found, barriers, too_wide = set(), [], []
        for name, path in tour(watched, ASKED_FOR):
            found.add(name)
            barriers += watched.barriers(path)
            watched.page.emulate_media(color_scheme="dark")
            barriers += watched.barriers(f"{path}, dark", only="color-contrast")
            watched.page.emulate_media(color_scheme="light")
            watched.page.set_viewport_size(PHONE)
            wider = watched.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            too_wide += [f"{path} is {wider} px wider than a phone"] if wider > 0 else []
            watched.page.set_viewport_size(wide)
        watched.assert_well()
        assert barriers == []
        assert too_wide == []
        assert found >= SHOWN.keys() - NOT_ALWAYS


def test_reading_and_writing_work_without_scripts(system: Installation):
    with ExitStack() as stack:
        watched = signed_in(system, stack, "ana", java_script_enabled=False)
        page = watched.page
        watched.go("/incidents?show=all")
        page.get_by_role("link", name=re.compile("INC-1 ")).first.click()
        page.get_by_placeholder("Write something down").fill("Written without scripts")
        page.get_by_role("button", name="Add", exact=True).click()
        page.get_by_text("It is written down.").wait_for()
        page.get_by_text("Written without scripts").first.wait_for()
