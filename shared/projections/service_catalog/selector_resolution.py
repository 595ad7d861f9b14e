"""Whose a resource is: of all selectors that match it, the most specific one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.domain.service.values import ResourceSelector
from shared.kernel.globs import glob_matches, is_pattern, literal_characters
from shared.kernel.ids import ServiceId
from shared.kernel.matchers import StepBudget, all_hold, equality_of
from shared.kernel.vocabulary import ServiceTier
from shared.projections.page import AsOf
from shared.projections.service_catalog.resource import Resource

#: What names the thing itself comes before what says where it stands.
ASPECTS = ("name", "labels", "namespace", "kind", "cluster", "environment")
_FIELDS = ("kind", "namespace", "name", "cluster", "environment")
_TIERS = tuple(ServiceTier)

#: (2, 0) exact, (1, literal characters) a pattern that says something, (0, 0) nothing; of labels how many, = first.
Rank = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A service says: what this selector selects is mine."""

    service_id: ServiceId
    slug: str
    name: str
    tier: ServiceTier
    owner_team: str
    on_call: Mapping[str, Any] | None
    ordinal: int
    """The selector's place among the service's selectors."""
    selector: ResourceSelector


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Those that may match, by slug. ``truncated``: there are more than are tried."""

    claims: tuple[Claim, ...]
    truncated: bool
    as_of: AsOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    resource: Resource
    matching: tuple[Claim, ...]
    """All that match, best first; the first one decides."""
    why: str
    """In words; empty when nothing matches."""
    truncated: bool
    as_of: AsOf
    by_name: bool = False
    """No selector matches; a label of the resource names the service."""

    @property
    def winner(self) -> Claim | None:
        return self.matching[0] if self.matching else None

    @property
    def schedule_id(self) -> UUID | None:
        """Gives the id of our schedule that the winner names."""
        on_call = self.winner.on_call if self.winner else None
        return UUID(on_call["schedule_id"]) if on_call and on_call["provider"] == "own" else None


def choose(resource: Resource, claims: Claims) -> Choice:
    """The order is total: specificity, then the more critical service, then its slug, then its first selector."""
    steps = StepBudget()
    matching = sorted((claim for claim in claims.claims if selects(claim.selector, resource, steps)), key=_order)
    return Choice(
        resource=resource,
        matching=tuple(matching),
        why=_why(matching),
        truncated=claims.truncated,
        as_of=claims.as_of,
    )


def best_of(resources: Sequence[Resource], claims: Sequence[Claim]) -> Claim | None:
    """The first in that order of all claims on any of the resources, which are one thing by several names."""
    steps = StepBudget()
    matching = (claim for claim in claims if any(selects(claim.selector, resource, steps) for resource in resources))
    return min(matching, key=_order, default=None)


def selects(selector: ResourceSelector, resource: Resource, steps: StepBudget | None = None) -> bool:
    """Everything that is given must match; what is unknown of the resource matches nothing."""
    for field in _FIELDS:
        wanted, value = getattr(selector, field), getattr(resource, field)
        if wanted is not None and (value is None or not glob_matches(wanted, value)):
            return False
    return all_hold(selector.matchers, resource.labels, steps)


def specificity(selector: ResourceSelector) -> tuple[Rank, ...]:
    """Aspect by aspect, in the order of ASPECTS; the greater is the more specific."""
    equalities = sum(equality_of(matcher) is not None for matcher in selector.matchers)
    labels = (equalities, len(selector.matchers) - equalities)
    return tuple(labels if aspect == "labels" else _rank(getattr(selector, aspect)) for aspect in ASPECTS)


def _rank(glob: str | None) -> Rank:
    if glob is None:
        return 0, 0
    if not is_pattern(glob):
        return 2, 0
    said = literal_characters(glob)
    return (1, said) if said else (0, 0)


def _order(claim: Claim) -> tuple[Any, ...]:
    ranks = tuple((-first, -second) for first, second in specificity(claim.selector))
    return ranks, _TIERS.index(claim.tier), claim.slug, claim.ordinal


def _why(matching: Sequence[Claim]) -> str:
    if not matching:
        return ""
    winner = matching[0]
    rival = next((claim for claim in matching if claim.service_id != winner.service_id), None)
    if rival is None:
        return f"Only {winner.slug} claims it."
    against = f"{winner.slug} and not {rival.slug}: "
    for aspect, ours, theirs in zip(ASPECTS, specificity(winner.selector), specificity(rival.selector), strict=True):
        if ours != theirs:
            return f"{against}its selector is more specific in {aspect}."
    if winner.tier != rival.tier:
        return f"{against}equally specific, and {winner.tier.value} goes before {rival.tier.value}."
    return f"{against}equally specific and of the same tier, so the first by slug."
