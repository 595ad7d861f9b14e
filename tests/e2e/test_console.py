"""The console in a browser, on the whole system: incidents from their alert to their postmortem, and every page."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from cli.demo_system import demo_system
from cli.installation import Installation
from tests.support.browser import CHROMIUM, Watched, a_browser
from tests.support.console_hands import PHONE, WAYS, hand_of
from tests.support.console_journey import BrokenCompany, Person, lived_through
from tests.support.console_tour import SHOWN, tour
from tests.support.memory import quick_directory

pytestmark = [
    pytest.mark.slow,
    # Connections of a client that the command line leaves to the interpreter's end.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed"),
]
#: Pages of things that this system has none of, and two that hang on which incident and which postmortem is met first.
#: The registry's other pages must be found by their links.
NOT_ALWAYS = {"slo", "schedule", "runbook", "execution", "silence", "application", "similar", "postmortem-editor"}
#: What one asks for by a form, and the list that names what is answered already, too.
ASKED_FOR = {
    "search": "/search?q=pricing",
    "approvals": "/approvals?status=all",
    "incidents": "/incidents?show=all&sort=severity",
}


@pytest.fixture(scope="module")
def system() -> Iterator[Installation]:
    with quick_directory("sre-console-") as directory, demo_system(directory, stubborn=False) as installation:
        yield installation


@pytest.fixture(scope="module")
def company(system: Installation) -> BrokenCompany:
    return BrokenCompany(system)


@pytest.fixture
def tab(system: Installation) -> Iterator[Callable[..., Watched]]:
    with a_browser(system.local["api_url"]) as opened:
        yield opened


def signed_in(system: Installation, watched: Watched, name: str, way: str = "mouse") -> Person:
    person = Person(name, watched, hand_of(way, watched.page))
    person.signs_in(system)
    return person


@pytest.mark.parametrize("way", WAYS)
def test_an_incident_arrives_is_taken_approved_by_another_verified_and_its_postmortem_published(
    system: Installation, company: BrokenCompany, tab: Callable[..., Watched], way: str
):
    """The company breaks once for each way: no step of the one stands for a step of the other."""
    responder, approver = (signed_in(system, tab(**WAYS[way]), name, way) for name in ("ana", "ruth"))
    lived_through(company, responder, approver)
    responder.tab.assert_well()
    approver.tab.assert_well()


def test_every_page_is_found_by_links_and_is_well_in_both_themes_and_on_a_phone(
    system: Installation, tab: Callable[..., Watched]
):
    """Another theme has other colours and nothing else."""
    watched = signed_in(system, tab(color_scheme="light"), "hanna").tab
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


def test_reading_and_writing_work_without_scripts(system: Installation, tab: Callable[..., Watched]):
    person = signed_in(system, tab(java_script_enabled=False), "ana")
    hand = person.hand
    hand.press("Incidents")
    hand.press("Open an incident…")
    hand.write("What is wrong", "Nobody can board")
    hand.press("Open incident")
    person.reads("The incident is open.")
    hand.press("Acknowledge")
    person.reads("is acknowledged by you.")
    hand.write("What is to be remembered", "Written without scripts")
    hand.press("Add")
    person.reads("It is written down.")
    person.reads("Written without scripts")


def test_the_keys_of_the_list_do_what_it_says(system: Installation, tab: Callable[..., Watched]):
    watched = signed_in(system, tab(), "ana").tab
    page, keys = watched.page, watched.page.keyboard
    keys.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    keys.press("Escape")
    keys.press("/")
    keys.type("pricing")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Search")).to_be_visible()
    keys.press("g")
    keys.press("i")
    expect(page.get_by_role("heading", name="Incidents")).to_be_visible()
    keys.press("j")
    keys.press("x")
    expect(page.get_by_text("1 ticked:")).to_be_visible()
    keys.press("x")
    expect(page.get_by_text("1 ticked:")).to_be_hidden()
    watched.go("/services")
    keys.press("j")
    keys.press("j")
    second = page.evaluate("document.activeElement.href")
    keys.press("k")
    assert page.evaluate("document.activeElement.href") != second
    keys.press("Enter")
    picture = page.locator("svg.picture[tabindex]").first
    picture.focus()
    keys.press("ArrowRight")
    first = page.locator(".reading").inner_text()
    keys.press("ArrowRight")
    assert page.locator(".reading").inner_text() not in ("", first)
    watched.assert_well()
