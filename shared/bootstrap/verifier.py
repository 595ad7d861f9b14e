"""Wires what looks whether plans have worked."""

from shared.adapters.postgres.connection import Pool
from shared.app.triage.verify_recovery import VerifyRecovery
from shared.bootstrap.world import world_evidence


def build_verifier(reading: Pool) -> VerifyRecovery:
    """Gives the one that this installation is set up for. ``reading`` is a pool of the role sre_query."""
    return VerifyRecovery(collect=world_evidence(reading))
