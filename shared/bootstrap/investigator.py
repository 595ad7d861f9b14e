"""Wires what looks into incidents: which clusters and metrics are read, who names the fault, who proposes."""

from shared.app.triage.investigate_alerts import InvestigateAlerts
from shared.ports.investigator import Investigator


def build_investigator() -> Investigator:
    """Gives the one that this installation is set up for."""
    return InvestigateAlerts()
