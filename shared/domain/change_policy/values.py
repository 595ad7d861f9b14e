"""Values inside messages about a tenant's policy for changes."""

from typing import Annotated

from pydantic import Field

from shared.kernel.value import Value
from shared.kernel.vocabulary import Severity


class ChangeRule(Value):
    """Whether the changes of some applications are verified, and how."""

    application: Annotated[str, Field(min_length=1, max_length=300)]
    """Names of applications, with `*` for any characters: `shop-*`."""
    verify: bool = True
    """False: changes of these are not verified."""
    hold_s: Annotated[int, Field(ge=30, le=3_600)] = 300
    """Seconds for which everything must stay well, 30 to 3,600."""
    deadline_s: Annotated[int, Field(ge=120, le=14_400)] = 1_800
    """Seconds after which a change that is not confirmed counts as failed, the hold included; 120 to 14,400."""
    severity: Severity = Severity.HIGH
    """How severe the incident is that a change opens."""


class ChangePolicyDefinition(Value):
    """Of which applications changes are verified. The first rule that fits decides; where none fits, they are not."""

    rules: Annotated[tuple[ChangeRule, ...], Field(max_length=200)] = ()
    """In the order in which they are tried, at most 200."""
