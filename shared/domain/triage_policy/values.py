"""Values inside messages about a tenant's policy for triage."""

from typing import Annotated

from pydantic import Field

from shared.kernel.value import Slug, Value
from shared.kernel.vocabulary import IncidentSource, Severity


class AutoApproval(Value):
    """Plans of low risk that are carried out without asking a person. A plan of high risk never is."""

    name: Slug
    """Its name; the approval says that it was given by it."""
    environments: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=200)], ...], Field(max_length=50)] = ()
    """Only where everything that the incident concerns is in one of these, such as `staging`; empty: everywhere."""
    actions: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=100)], ...], Field(min_length=1, max_length=20)
    ]
    """Only plans that hold nothing but these kinds of actions, such as `argocd.sync`."""


class RunbookPlace(Value):
    """Where the files of imported runbooks are kept."""

    source: Annotated[str, Field(max_length=300)] = ""
    """The source that the import named; empty: those that were brought in without one."""
    repository: Annotated[str, Field(min_length=1, max_length=1_000)]
    """The address of the repository."""
    folder: Annotated[str, Field(max_length=200)] = ""
    """The folder that was brought in, from the repository's root; empty: all of it."""


class TriagePolicyDefinition(Value):
    """Which incidents are looked into by themselves, what needs no person's yes, and when a plan counts as worked."""

    enabled: bool = True
    """False: no triage begins by itself."""
    severities: Annotated[tuple[Severity, ...], Field(max_length=4)] = (Severity.CRITICAL, Severity.HIGH)
    """Incidents of these severities, as they are opened or as their severity changes to one of these."""
    sources: Annotated[tuple[IncidentSource, ...], Field(max_length=5)] = (IncidentSource.ALERT,)
    """Incidents that were opened by these."""
    auto_approve: Annotated[tuple[AutoApproval, ...], Field(max_length=20)] = ()
    """Which plans need no person's yes; the first that fits is named. Empty: all of them need it."""
    hold_s: Annotated[int, Field(ge=1, le=21_600)] = 300
    """Seconds for which all must be well without a break before a plan counts as worked: a second to six hours."""
    verify_within_s: Annotated[int, Field(ge=2, le=86_400)] = 1_800
    """Seconds after a plan was carried out by which it must have worked, the hold included: two seconds to a day."""
    backlog_repository: Annotated[str, Field(min_length=1, max_length=1_000)] | None = None
    """The address of the repository into which the note of an incident is put, by a pull request that needs a yes.
    Null: notes are in the index alone.
    """
    runbook_places: Annotated[tuple[RunbookPlace, ...], Field(max_length=20)] = ()
    """Where runbooks come from: into these repositories it is proposed, by pull requests that need a person's yes, what
    a runbook did not say and an incident showed. Empty: that stands in the incident's note alone.
    """
    further_looks: Annotated[int, Field(ge=0, le=20)] = 3
    """How often an incident is looked into again by itself: because alerts of another service, or ones that a rule
    groups otherwise, have joined since the live state was read, or because it came back. 0: never.
    """
    plans_beside_people: bool = False
    """Whether such a further look may propose a plan while somebody has the incident: it is assigned, or acknowledged.
    False: it says what it found, and a plan is proposed when somebody asks for a triage.
    """
