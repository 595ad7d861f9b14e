"""Settings: how one likes to read, and what a role may do here."""

from collections.abc import Mapping
from typing import Any

from shared.adapters.console.page import ConsolePage, RailEntry
from shared.adapters.console.reader import DENSITIES, THEMES, zones
from shared.adapters.console.visit import Visit


def _show(visit: Visit) -> Mapping[str, Any]:
    caller = visit.session.credential
    return {
        "zones": zones(),
        "themes": THEMES,
        "densities": DENSITIES,
        "answer": f"You are {caller.name}, and your role is {caller.role.value}.",
    }


SETTINGS = ConsolePage(
    name="settings",
    path="/settings",
    template="settings.html",
    needs="SearchIncidents",
    show=_show,
    rail=RailEntry(label="Settings", group=3),
)
