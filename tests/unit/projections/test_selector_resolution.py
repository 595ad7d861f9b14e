"""Whose a resource is: the most specific selector, and how ties are broken."""

from typing import Any

import pytest

from shared.domain.service.values import ResourceSelector
from shared.kernel.vocabulary import ServiceTier
from shared.projections.service_catalog.resource import Resource
from shared.projections.service_catalog.selector_resolution import selects
from tests.support.claims import CHECKOUT, OWN, SCHEDULE, chosen, claim


@pytest.mark.parametrize(
    ("selector", "matches"),
    [
        ({"namespace": "shop"}, True),
        ({"namespace": "sh?p", "name": "checkout-*"}, True),
        ({"namespace": "shop", "name": "ledger"}, False),
        ({"matchers": ('app="checkout"', 'team=~"pay.*"')}, True),
        ({"matchers": ('app="checkout"', 'team!="payments"')}, False),
        ({"matchers": ('gone=""',)}, True),
        ({"namespace": "shop", "matchers": ("app=~'('",)}, False),
    ],
)
def test_everything_that_a_selector_says_must_match(selector: dict[str, Any], matches: bool):
    assert selects(ResourceSelector(**selector), CHECKOUT) is matches


def test_what_is_unknown_of_a_resource_matches_nothing_that_is_said_of_it():
    unknown = Resource(name="checkout-api")

    assert selects(ResourceSelector(name="checkout-api"), unknown)
    assert not selects(ResourceSelector(name="checkout-api", namespace="shop"), unknown)
    assert not selects(ResourceSelector(namespace="*"), unknown)


@pytest.mark.parametrize(
    ("more", "less", "aspect"),
    [
        ({"name": "checkout-api"}, {"name": "checkout-*", "namespace": "shop", "cluster": "eu-1"}, "name"),
        ({"name": "checkout-*"}, {"name": "check*"}, "name"),
        ({"name": "c*"}, {"namespace": "shop", "matchers": ('app="checkout"',)}, "name"),
        ({"matchers": ('app="checkout"',)}, {"namespace": "shop", "kind": "Deployment", "cluster": "eu-1"}, "labels"),
        ({"matchers": ('app="checkout"', 'team="payments"')}, {"matchers": ('app="checkout"',)}, "labels"),
        ({"matchers": ('app="checkout"',)}, {"matchers": ('app=~"check.*"', 'team=~"p.*"')}, "labels"),
        ({"namespace": "shop"}, {"namespace": "sho*", "cluster": "eu-1", "environment": "prod"}, "namespace"),
        ({"namespace": "shop", "kind": "Deployment"}, {"namespace": "shop", "cluster": "eu-1"}, "kind"),
        ({"cluster": "eu-1"}, {"environment": "prod", "name": "*"}, "cluster"),
        ({"environment": "prod"}, {"environment": "pro?"}, "environment"),
    ],
)
def test_the_most_specific_selector_wins_and_the_answer_says_in_what(
    more: dict[str, Any], less: dict[str, Any], aspect: str
):
    """Slug and tier would decide otherwise."""
    winner, loser = claim("z", tier=ServiceTier.NON_CRITICAL, **more), claim("a", tier=ServiceTier.CRITICAL, **less)

    choice = chosen(loser, winner)

    assert choice.matching == (winner, loser)
    assert choice.why == f"z and not a: its selector is more specific in {aspect}."


def test_a_tie_goes_to_the_more_critical_service_then_to_the_first_slug():
    a, b = claim("a", namespace="shop"), claim("b", namespace="shop")
    critical = claim("z", tier=ServiceTier.CRITICAL, namespace="shop")

    by_tier, by_slug = chosen(a, b, critical), chosen(b, a)

    assert ([each.slug for each in by_tier.matching], by_tier.why) == (
        ["z", "a", "b"],
        "z and not a: equally specific, and critical goes before standard.",
    )
    assert ([each.slug for each in by_slug.matching], by_slug.why) == (
        ["a", "b"],
        "a and not b: equally specific and of the same tier, so the first by slug.",
    )


def test_two_selectors_of_one_service_are_no_rivals():
    first, second = claim("a", 0, namespace="shop"), claim("a", 1, name="checkout-api")

    assert (chosen(first, second).matching, chosen(first, second).why) == ((second, first), "Only a claims it.")


def test_only_a_schedule_of_ours_is_to_be_asked():
    assert chosen(claim("checkout", namespace="shop", on_call=OWN)).schedule_id == SCHEDULE
    elsewhere = {"provider": "opsgenie", "reference": "payments"}
    assert chosen(claim("checkout", namespace="shop", on_call=elsewhere)).schedule_id is None
    assert chosen(claim("ledger", namespace="books", on_call=OWN)).schedule_id is None
