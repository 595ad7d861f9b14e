"""What is known beside the evidence: runbooks that may be for the alert, a pattern that was seen before, dependents."""

from dataclasses import dataclass

from shared.domain.runbook.values import RunbookDefinition
from shared.kernel.ids import RunbookId
from shared.kernel.vocabulary import ServiceTier


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRunbook:
    """A runbook in the version that was read, with how its executions ended."""

    runbook_id: RunbookId
    version: int
    slug: str
    definition: RunbookDefinition
    succeeded: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPattern:
    """What the pattern lookup decided this is. ``ref``: what people call the document; ``runbook``: what helped."""

    ref: str
    title: str
    runbook: KnownRunbook | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependent:
    """A service of the catalog that needs a target, directly (distance 1) or through others."""

    slug: str
    distance: int
    tier: ServiceTier | None = None
