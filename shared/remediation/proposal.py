"""A plan that a person can check before anybody acts, or the reason why there is none."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.diagnosis.hypothesis import Sentence
from shared.kernel.value import Value
from shared.kernel.vocabulary import RiskTier
from shared.remediation.actions import Action


class Precondition(Value):
    """Something that was true when the plan was made and must still be when it is carried out."""

    what: Annotated[str, Field(max_length=100)]
    """Its kind: ``resource_version``, ``generation``, ``base_commit``, ``application_revision``, ``sync_window``,
    ``runbook_version``, ``condition``.
    """
    subject: Annotated[str, Field(max_length=300)]
    """Of what: ``Deployment shop/web``."""
    expected: Annotated[str, Field(max_length=500)]
    """The value that was read."""


class RemediationPlan(Value):
    """Actions in order, with all that an approval binds to."""

    hypothesis_ids: tuple[str, ...]
    """The hypotheses that it answers."""
    actions: Annotated[tuple[Action, ...], Field(min_length=1, max_length=20)]
    """What would be done, in this order."""
    summary: Sentence
    """One line for a list."""
    risk: RiskTier
    """The highest of its actions'."""
    blast_radius: Annotated[tuple[Sentence, ...], Field(max_length=100)] = ()
    """What depends on the targets: services of the catalog, with their distance."""
    rollback: tuple[Sentence, ...] = ()
    """How each action is undone."""
    verify: tuple[Sentence, ...] = ()
    """What must be true afterwards for it to count as mended."""
    preconditions: Annotated[tuple[Precondition, ...], Field(max_length=50)] = ()
    """What is read again before anything is done."""
    expires_at: datetime
    """After this nobody may approve it."""
    plan_hash: str
    """SHA-256 over the canonical form of all the rest, in hexadecimal."""


class Proposal(Value):
    """The outcome of looking for a plan."""

    plan: RemediationPlan | None = None
    """The plan; None: there is none that is safe to propose."""
    reason: Sentence
    """Why this plan, or why none."""
    gates: tuple[Sentence, ...] = ()
    """What the GitOps gates said: which ways were closed and by what."""
