"""What an incident came to hold after it was looked into, and what that may lead to: kept from run to run."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from shared.processes.incident_triage.facts import EscalationCause
from shared.processes.process import Cause

#: Of so many things that joined is remembered that they are known; what comes beyond is no reason for another look.
MOST_HEARD: Final = 50
#: Ends of a run after which people decide what follows, each with what to say of it; ``{by}`` is whoever ended it.
_PEOPLES: Final[Mapping[EscalationCause, str]] = {
    EscalationCause.ASKED: "{by} has called for a person.",
    EscalationCause.REJECTED: "{by} has said no to a plan.",
    EscalationCause.PAUSED: "{by} has paused automation.",
    EscalationCause.NOT_CARRIED_OUT: "A plan was not carried out as it should have been.",
    EscalationCause.NOT_VERIFIED: "A plan was carried out and did not help.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Retriage:
    heard: tuple[str, ...] = ()
    """What has joined so far, in words, such as ``alerts of pricing``."""
    unseen: tuple[str, ...] = ()
    """What of it joined too late to be looked at."""
    due_at: datetime | None = None
    """When it is looked at; None: nothing is to be, or a run goes on."""
    cause: Cause | None = None
    """The fact on whose account it is."""
    looks: int = 0
    """How often the incident was looked into again by itself."""
    is_look: bool = False
    """Whether the run began by itself for what had joined."""
    is_told: bool = False
    """Whether people were told that it is looked into no further."""
    withheld: str = ""
    """Why a run that began by itself proposes no plan; empty: it may."""

    @property
    def names(self) -> str:
        return "; ".join(self.unseen)

    def knows(self, name: str) -> bool:
        return name in self.heard or len(self.heard) == MOST_HEARD

    def seen(self) -> "Retriage":
        """Nothing is left to look at."""
        return replace(self, unseen=(), due_at=None, cause=None)

    def begun(self, *, by_itself: bool) -> "Retriage":
        """A run begins: by itself, or because somebody asked, who then wants a plan as well."""
        counted = replace(self.seen(), is_look=by_itself, looks=self.looks + by_itself)
        return counted if by_itself else counted.asked_for()

    def asked_for(self) -> "Retriage":
        return replace(self, is_look=False, withheld="")

    def keeps_back(self, in_hand_of: str | None) -> str | None:
        """Why the run proposes no plan; None: it may."""
        if not self.is_look:
            return None
        return self.withheld or (None if in_hand_of is None else f"{in_hand_of} has the incident.")

    def ended(self, cause: EscalationCause, by: str) -> "Retriage":
        said = _PEOPLES.get(cause)
        return self if said is None else replace(self, withheld=said.format(by=by))
