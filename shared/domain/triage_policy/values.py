"""Values inside messages about a tenant's policy for triage."""

from typing import Annotated

from pydantic import Field

from shared.kernel.value import Value
from shared.kernel.vocabulary import IncidentSource, Severity


class TriagePolicyDefinition(Value):
    """Which incidents are looked into by themselves. Others are when somebody asks for it."""

    enabled: bool = True
    """False: no triage begins by itself."""
    severities: Annotated[tuple[Severity, ...], Field(max_length=4)] = (Severity.CRITICAL, Severity.HIGH)
    """Incidents of these severities, as they are opened or as their severity changes to one of these."""
    sources: Annotated[tuple[IncidentSource, ...], Field(max_length=5)] = (IncidentSource.ALERT,)
    """Incidents that were opened by these."""
