"""One incident as people live through it in the console, from its alert to its postmortem, by whatever hand."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from cli.demo_world import DemoSide
from cli.installation import Installation
from local.console_link import console_link
from local.demo_targets import FAULTS
from local.fleet.breakages import BREAKAGES
from local.fleet.history import FleetCommit
from local.fleet.repository import FleetRepository
from shared.ports.clock import SystemClock
from tests.support.browser import Watched
from tests.support.console_hands import Hand
from tests.support.patience import PATIENCE_S, wait_until

#: Whoever waits for a triage waits for several turns of it.
_LONG_MS = 3 * PATIENCE_S * 1_000
#: Seconds that all must be well.
_HOLD_S = 2


@dataclass
class BrokenCompany:
    """The invented company, whose pricing somebody breaks by a commit, again and again."""

    installation: Installation
    broke: bool = False
    side: DemoSide = field(init=False)

    def __post_init__(self) -> None:
        self.side = DemoSide(self.installation)
        self.side.tell_what_is_known()
        policy = {
            "hold_s": _HOLD_S,
            "verify_within_s": 240,
            "backlog_repository": self.side.places.repository.as_uri(),
            "auto_approve": [{"name": "incident-notes", "actions": ["backlog.note"]}],
        }
        self.installation.ask("PUT", "/v1/triage-policy", {"definition": policy}, {})

    def breaks_again(self) -> str:
        """Lets pricing crash and its alert fire; gives what the console will call the incident."""
        if self.broke:
            FleetRepository(self.side.places.repository).commit(_breaking())
        self.broke = True
        wait_until(self.side.crash_loops, "the service runs although it is broken")
        newest = self.installation.get("/v1/incidents", [("sort", "newest"), ("limit", "1")])["items"]
        self.side.alert("firing")
        return f"INC-{1 + max((each['number'] for each in newest), default=0)}"

    def recovers(self) -> None:
        wait_until(self.side.runs, "the service does not run again")
        self.side.alert("resolved")


def _breaking() -> FleetCommit:
    """The commit with which the world began, once more."""
    broken = BREAKAGES[FAULTS[0]]
    now = SystemClock().now()
    return FleetCommit(at=now, author="jonas", subject=broken.subject, body=broken.body, files=broken.after.files())


@dataclass(frozen=True)
class Person:
    """Somebody at the console, with what they work it with."""

    name: str
    tab: Watched
    hand: Hand

    @property
    def page(self) -> Page:
        return self.tab.page

    def signs_in(self, system: Installation) -> None:
        """By a link as `make run` prints it."""
        self.page.goto(f"{system.local['api_url']}{console_link(system.database_url)}")
        self.hand.press(f"Sign in as {self.name}")
        self.reads("Open incidents")

    def reads(self, words: str, *, within_ms: float = PATIENCE_S * 1_000) -> None:
        """What stands on the page, or comes to stand there by itself."""
        said = self.page.get_by_text(re.compile(re.escape(words))).filter(visible=True).first
        expect(said).to_be_visible(timeout=within_ms)


def lived_through(company: BrokenCompany, responder: Person, approver: Person) -> None:
    """Both are signed in, and are on the first page."""
    number = company.breaks_again()
    takes_it(responder, number)
    approves(approver, number)
    company.recovers()
    responder.reads("✓ Verified:", within_ms=_LONG_MS)
    writes_it_up(responder, number, reviewer=approver.name)


def takes_it(responder: Person, number: str) -> None:
    """The incident comes by itself; somebody has it, and reads what the diagnosis rests on."""
    hand = responder.hand
    responder.reads(number)
    hand.press("Acknowledge", key="j a")
    responder.reads(f"{number} is acknowledged by you.")
    hand.open(number)
    responder.reads("What we think")
    expect(responder.page.locator(".citations a").first).to_be_visible(timeout=_LONG_MS)
    hand.open("e1 ")
    responder.reads("The text, without secrets")
    hand.press(number)
    responder.reads("What we think")


def approves(approver: Person, number: str) -> None:
    """Somebody else reads the plan where it waits, and says yes to exactly it."""
    hand = approver.hand
    hand.open(number)
    expect(approver.page.locator("#approval")).to_be_visible(timeout=_LONG_MS)
    hand.press("Approve…", key="y")
    hand.press("Approve: Revert commit")
    approver.reads("You said yes.")


def writes_it_up(responder: Person, number: str, *, reviewer: str) -> None:
    """What happened is written down, reviewed and published, and the incident is closed with it."""
    hand, page = responder.hand, responder.page
    hand.press("Resolve…", key="r")
    hand.write("How it ended", "The commit was taken back.")
    hand.press(f"Resolve {number}")
    responder.reads(f"{number} is resolved.")
    expect(page.locator("#postmortem [data-row]")).to_be_visible(timeout=_LONG_MS)
    hand.open(f"{number}:")
    responder.reads("To be published it still needs the impact and a reviewer who is not an author.")
    hand.press("Edit", key="e")
    hand.write("What users noticed", "Fares could not be shown.")
    hand.write("Reviewers", reviewer)
    hand.press("Keep it")
    responder.reads("Nothing is missing; send it to review.")
    hand.press("Send to review")
    responder.reads("Nothing is missing; a reviewer may publish it.")
    hand.press("Publish")
    responder.reads("Published; it may teach others.")
    hand.press(number)
    hand.press("Close…", key="c")
    hand.press(f"Close {number}")
    responder.reads(f"{number} is closed.")
