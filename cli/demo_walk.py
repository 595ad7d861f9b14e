"""One incident from its first alert to its postmortem, told while it happens; the only thing asked is the one yes."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cli.answering import console, fail, harmless
from cli.approvals import grant, show_approval, show_since, since_asked
from cli.demo_world import DemoSide
from cli.installation import Installation

_LOOK_S: Final = 0.5
_PATIENCE_S: Final = 300.0
#: What somebody has who reads in the console.
_READING_S: Final = 3_600.0
_OVER: Final = frozenset({"completed", "escalated", "cancelled"})
#: Seconds that all must be well: short enough to watch.
HOLD_S: Final = 15
_COLOURS: Final = {"alert_fired": "red", "alert_resolved": "green", "decision": "cyan", "action": "yellow"}


@dataclass
class DemoWalk:
    installation: Installation
    side: DemoSide
    agree: Callable[[str], bool] | None
    """Asks the person for the yes; None: they say it elsewhere, and take the time they need."""
    verify_within_s: int
    """Seconds after which what was done counts as not having worked."""
    _told: set[str] = field(default_factory=set)
    _seen: set[str] = field(default_factory=set)
    _answered: set[str] = field(default_factory=set)
    _recovered: bool = False

    def begin(self) -> None:
        heading("The company tells what it knows: its services, and a note of the last time")
        self.side.tell_what_is_known()
        policy = {
            "hold_s": HOLD_S,
            "verify_within_s": self.verify_within_s,
            "backlog_repository": self.side.places.repository.as_uri(),
            "auto_approve": [{"name": "incident-notes", "actions": ["backlog.note"]}],
        }
        self.installation.ask("PUT", "/v1/triage-policy", {"definition": policy}, {})
        self._until(self._is_known, "the note is found")
        heading("14 minutes ago somebody merged a commit; pricing crashes, and Alertmanager says so")
        self.side.alert("firing")

    def play(self) -> Mapping[str, Any]:
        """Follows the incident until the triage is over, and gives it as it ended."""
        incident_id = self._until(self._incident, "the alert has become an incident")
        deadline = time.monotonic() + (_PATIENCE_S if self.agree else _READING_S)
        while time.monotonic() < deadline:
            self._tell_news(incident_id)
            self._answer(incident_id)
            self._notice_recovery()
            triage = self.installation.find(f"/v1/incidents/{incident_id}/triage")
            if triage is not None and triage["standing"] in _OVER:
                time.sleep(_LOOK_S)
                self._tell_news(incident_id)
                return dict(triage)
            time.sleep(_LOOK_S)
        return fail("the triage does not come to its end; `sre triage show INC-1` says where it is")

    def _is_known(self) -> bool:
        found = self.installation.get("/v1/patterns", [("symptoms", "pricing crash looping")])
        return bool(found["items"])

    def _incident(self) -> str | None:
        items = self.installation.get("/v1/incidents")["items"]
        return str(items[0]["incident_id"]) if items else None

    def _tell_news(self, incident_id: str) -> None:
        page = self.installation.get(f"/v1/incidents/{incident_id}/timeline", [("limit", "200")])
        for entry in page["entries"]["items"]:
            if entry["entry_id"] not in self._told:
                self._told.add(entry["entry_id"])
                _show_entry(entry)

    def _answer(self, incident_id: str) -> None:
        asked = [("incident_id", incident_id), ("status", "requested")]
        for approval in self.installation.get("/v1/approvals", asked)["items"]:
            if approval["approval_id"] not in self._seen:
                self._seen.add(approval["approval_id"])  # a policy may be about to say yes
                continue
            if approval["approval_id"] in self._answered:
                continue
            self._answered.add(approval["approval_id"])
            heading("Nothing has been changed yet: a person reads exactly what would be done, and says yes or no")
            show_approval(approval)
            show_since(since_asked(self.installation, approval))
            if self.agree is None:
                heading("It waits for your yes or no in the console")
            elif self.agree("Say yes to exactly this?"):
                grant(self.installation, approval, "Read in the demo")
            else:
                said = {"reason": "No was said in the demo"}
                self.installation.ask("POST", f"/v1/approvals/{approval['approval_id']}/reject", said, {})

    def _notice_recovery(self) -> None:
        """As Alertmanager would: once the pods run, the alert is over."""
        if self._answered and not self._recovered and self.side.runs():
            self._recovered = True
            heading("The pods run again; Alertmanager says that the alert is over")
            self.side.alert("resolved")

    def _until(self, look: Callable[[], Any], what: str) -> Any:
        deadline = time.monotonic() + _PATIENCE_S
        while time.monotonic() < deadline:
            if found := look():
                return found
            time.sleep(_LOOK_S)
        return fail(f"it takes too long until {what}; `sre status` says what is behind")


def heading(text: str) -> None:
    console.print(f"\n{text}", style="bold", markup=False, highlight=False)


def _show_entry(entry: Mapping[str, Any]) -> None:
    when = str(entry["occurred_at"])[11:19]
    lines = [harmless(line) for line in str(entry["text"] or entry["kind"]).splitlines()]
    console.print(f"  {when}  {entry['kind']}", style=_COLOURS.get(entry["kind"], "dim"), markup=False, highlight=False)
    for line in lines:
        console.print(f"            {line}", markup=False, highlight=False)
