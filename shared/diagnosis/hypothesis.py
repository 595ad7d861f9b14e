"""What a diagnosis says: which fault, of what, resting on which evidence, and what would tell otherwise."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.kernel.value import Value
from shared.kernel.vocabulary import ResourceRef

Sentence = Annotated[str, Field(min_length=1, max_length=1_000)]


class FaultKind(StrEnum):
    """The faults that are known by name."""

    CRASH_LOOP = "crash_loop"
    """A container starts, ends and is started again."""
    IMAGE_PULL = "image_pull"
    """An image cannot be pulled."""
    OUT_OF_MEMORY = "out_of_memory"
    """A container was killed at its memory limit."""
    PENDING = "pending"
    """A pod finds no node."""
    VOLUME = "volume"
    """A volume is not provisioned, attached or mounted."""
    PROBE = "probe"
    """A probe fails although the process runs."""
    CONFIG_MISSING = "config_missing"
    """A config map or secret, or a key of one, does not exist."""
    NODE = "node"
    """A node is not ready or under pressure."""
    DNS = "dns"
    """Names are not resolved."""
    CERTIFICATE = "certificate"
    """A certificate is expired, not issued or wrong."""
    QUOTA = "quota"
    """A quota forbids new pods while old ones run."""
    SYNC_FAILED = "sync_failed"
    """Argo CD could not apply what git says."""
    HPA_AT_MAXIMUM = "hpa_at_maximum"
    """An autoscaler wants more replicas than it may have."""
    ROLLOUT_STUCK = "rollout_stuck"
    """A new version does not become available."""
    JOB_FAILED = "job_failed"
    """A job ended without completing."""


class Confidence(StrEnum):
    """How far the evidence carries."""

    CERTAIN = "certain"
    """The deciding field says so and every discriminator agrees."""
    LIKELY = "likely"
    """The deciding field says so; a discriminator could not be read."""
    POSSIBLE = "possible"
    """Signs of it, without the deciding field."""


class Citation(Value):
    """One sentence of evidence: where it stands and what it says."""

    evidence_id: str
    """The read that it comes from."""
    path: Annotated[str, Field(max_length=500)]
    """The place in it: a JSON path of the object, ``event``, or ``line 12`` of a log."""
    says: Annotated[str, Field(max_length=1_000)]
    """The value, redacted and cut."""


class Hypothesis(Value):
    """One fault of one thing."""

    hypothesis_id: str
    """Stable for the same fault of the same thing."""
    fault: FaultKind
    """Which fault."""
    subject: ResourceRef
    """What has it: the single blocking resource."""
    variant: Annotated[str, Field(max_length=60)] = ""
    """Which form of the fault the discriminators tell: ``not_found``, ``liveness``, ``insufficient_cpu``."""
    title: Sentence
    """One line for a list: ``Deployment shop/web crash-loops: exit 1, missing key DB_URL``."""
    why: tuple[Sentence, ...] = ()
    """The reasoning, one step a sentence."""
    confidence: Confidence
    """How far the evidence carries."""
    citations: Annotated[tuple[Citation, ...], Field(min_length=1, max_length=50)]
    """What it rests on; nothing is claimed without one."""
    affected: Annotated[tuple[ResourceRef, ...], Field(max_length=100)] = ()
    """Others that suffer from the same fault: the pods of the deployment."""
    consequence_of: str | None = None
    """The ``hypothesis_id`` of what causes this one; None: a cause of its own."""
    confirm: tuple[Sentence, ...] = ()
    """What would make it certain."""
    refute: tuple[Sentence, ...] = ()
    """What would show that it is something else."""


class Diagnosis(Value):
    """Hypotheses, causes above consequences, the strongest first. Empty: nothing that is known by name was found."""

    hypotheses: tuple[Hypothesis, ...] = ()
    """Ranked."""
    missing: tuple[Sentence, ...] = ()
    """What could not be read and might have told more."""
    unexplained: tuple[Sentence, ...] = ()
    """Symptoms that no hypothesis explains: ``Pod shop/web-0 is not ready``."""

    @property
    def causes(self) -> tuple[Hypothesis, ...]:
        return tuple(each for each in self.hypotheses if each.consequence_of is None)
