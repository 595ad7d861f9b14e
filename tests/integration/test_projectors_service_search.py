"""ServiceCatalogQueryService over projected facts: by words, by owner, by runbook."""

from collections.abc import Iterator

import pytest

from shared.adapters.postgres.projections.service_catalog import queries
from shared.domain.service.values import ResourceSelector
from shared.kernel.vocabulary import ServiceTier
from shared.projections.page import InvalidQuery
from shared.projections.service_catalog.queries import ServicesByOwner, ServiceSearch, ServicesForRunbook
from shared.projections.service_catalog.resource import Resource
from shared.projections.snippet import Fragment
from tests.support.facts import OTHER_TENANT, TENANT
from tests.support.history_services import changed, deleted, runbook_id, service
from tests.support.service_world import ServiceWorld, service_world

pytestmark = pytest.mark.postgres


@pytest.fixture
def world(database_url: str) -> Iterator[ServiceWorld]:
    with service_world(database_url) as world:
        yield world


def owned(world: ServiceWorld, owner: str = "", **asked) -> list[str]:
    query = ServicesByOwner(owner=owner, **asked)
    return [found.slug for found in world.queries.search_services_by_owner(TENANT, query).items]


def naming(world: ServiceWorld, runbook: str, **asked) -> list[str]:
    query = ServicesForRunbook(runbook_id=runbook_id(runbook), **asked)
    return [found.slug for found in world.queries.get_services_for_runbook(TENANT, query).items]


def test_words_and_their_beginnings_are_found_in_every_field_and_all_must_occur(world: ServiceWorld) -> None:
    world.happened(
        service("checkout-api", name="CheckoutApi", tags=("shop",), owner_team="payments"),
        service("ledger", name="Ledger", description="Books what checkout sells."),
    )

    assert world.slugs("checkout") == ["checkout-api", "ledger"]
    assert world.slugs("check api") == ["checkout-api"]
    assert world.slugs("paym") == ["checkout-api"]
    assert world.slugs("shop") == ["checkout-api"]
    assert world.slugs("books sells") == ["ledger"]
    assert world.slugs("books shop") == []
    assert world.slugs("heckout") == ["checkout-api"]
    assert world.slugs("invoice") == []


def test_a_typing_mistake_in_slug_or_name_is_forgiven(world: ServiceWorld) -> None:
    world.happened(service("payments", name="Payments"), service("search", name="Search", description="payments"))

    assert world.slugs("paymnets") == ["payments"]
    assert world.slugs("payment") == ["payments", "search"]
    assert world.hits("pyments")[0].matched_in == ("similar",)
    assert world.hits("pyments")[0].snippet == ()
    assert world.slugs("warehouse") == []


def test_the_slug_itself_is_first_then_likeness_decides(world: ServiceWorld) -> None:
    world.happened(
        service("pay", name="Pay"),
        service("pay-gateway", name="Gateway"),
        service("a-ledger", name="Ledger", description="pay"),
    )

    assert world.slugs("pay") == ["pay", "pay-gateway", "a-ledger"]


def test_a_hit_says_where_the_words_are_and_shows_them(world: ServiceWorld) -> None:
    world.happened(
        service("ledger", name="The Ledger", tags=("ledger", "finance"), description="Every booking of the ledger")
    )

    (hit,) = world.hits("ledg")
    (by_tag,) = world.hits("finance")
    (browsed,) = world.hits()

    assert hit.matched_in == ("slug", "name", "tags", "description")
    assert hit.snippet == (
        Fragment(text="The ", hit=False),
        Fragment(text="Ledger", hit=True),
        Fragment(text=" · Every booking of the ", hit=False),
        Fragment(text="ledger", hit=True),
    )
    assert (by_tag.matched_in, by_tag.snippet) == (("tags",), ())
    assert (browsed.matched_in, browsed.snippet) == ((), ())


def test_tier_tags_and_lifecycle_narrow_what_is_found(world: ServiceWorld) -> None:
    world.happened(
        service("a", tier=ServiceTier.CRITICAL, tags=("shop", "eu"), lifecycle="production"),
        service("b", tier=ServiceTier.STANDARD, tags=("shop",), lifecycle="production"),
        service("c", tier=ServiceTier.NON_CRITICAL, lifecycle="experimental"),
    )

    assert world.slugs() == ["a", "b", "c"]
    assert world.slugs(tiers=frozenset({ServiceTier.CRITICAL, ServiceTier.NON_CRITICAL})) == ["a", "c"]
    assert world.slugs(tags=frozenset({"shop"})) == ["a", "b"]
    assert world.slugs(tags=frozenset({"shop", "eu"})) == ["a"]
    assert world.slugs(lifecycle="production", tiers=frozenset({ServiceTier.STANDARD})) == ["b"]
    assert world.slugs("shop", tiers=frozenset({ServiceTier.STANDARD})) == ["b"]


@pytest.mark.parametrize("text", ["", "pay"])
def test_pages_of_a_search_hold_every_service_once_in_one_order(world: ServiceWorld, text: str) -> None:
    world.happened(*(service(f"pay-{letter}", name="Pay") for letter in "ecadb"), service("pay"))

    seen, cursor = [], None
    for _ in range(3):
        page = world.queries.search_services(TENANT, ServiceSearch(text=text, limit=2, cursor=cursor))
        seen += [hit.slug for hit in page.items]
        cursor = page.next_cursor

    assert (seen, cursor) == (["pay", "pay-a", "pay-b", "pay-c", "pay-d", "pay-e"], None)


def test_an_answer_shows_what_the_catalog_says_now(world: ServiceWorld) -> None:
    world.happened(
        service("checkout", name="Old"),
        changed("checkout", name="Checkout", tier=ServiceTier.CRITICAL, owner_team="payments", tags=("shop",)),
    )

    (hit,) = world.hits()

    assert (hit.slug, hit.name, hit.tier, hit.owner_team) == ("checkout", "Checkout", "critical", "payments")
    assert (hit.tags, hit.origin, hit.version) == (("shop",), "backstage:catalog.yaml", 2)
    assert world.slugs("old") == []


def test_an_owner_is_found_as_a_whole_or_by_its_beginning_however_it_is_written(world: ServiceWorld) -> None:
    world.happened(
        service("a", owner_team="Payments"),
        service("b", owner_team="payments-eu"),
        service("c", owner_team="payments"),
        service("d", owner_team="search"),
        service("e"),
    )

    assert owned(world, "payments") == ["a", "c"]
    assert owned(world, "PAY", prefix=True) == ["a", "c", "b"]
    assert owned(world, "pay") == []
    assert owned(world) == ["e"]
    assert owned(world, prefix=True) == ["e", "a", "c", "b", "d"]
    assert owned(world, "%", prefix=True) == []


@pytest.mark.parametrize("prefix", [True, False])
def test_pages_of_an_owner_hold_every_service_once(world: ServiceWorld, prefix: bool) -> None:
    world.happened(*(service(slug, owner_team="payments") for slug in ("c", "a", "d", "b")))

    first = world.queries.search_services_by_owner(TENANT, ServicesByOwner(owner="payments", prefix=prefix, limit=3))
    second = world.queries.search_services_by_owner(
        TENANT, ServicesByOwner(owner="payments", prefix=prefix, limit=3, cursor=first.next_cursor)
    )

    assert [found.slug for page in (first, second) for found in page.items] == ["a", "b", "c", "d"]
    assert second.next_cursor is None


def test_services_that_name_a_runbook_are_listed_by_slug_as_long_as_they_do(world: ServiceWorld) -> None:
    both = (runbook_id("one"), runbook_id("two"))
    world.happened(service("b", runbook_ids=both), service("a", runbook_ids=both[:1]), service("c"))
    assert (naming(world, "one"), naming(world, "two"), naming(world, "three")) == (["a", "b"], ["b"], [])

    world.happened(changed("b", runbook_ids=both[1:]))
    assert (naming(world, "one"), naming(world, "two")) == (["a"], ["b"])

    query = ServicesForRunbook(runbook_id=runbook_id("one"), limit=1)
    world.happened(service("d", runbook_ids=both))
    first = world.queries.get_services_for_runbook(TENANT, query)
    assert ([found.slug for found in first.items], first.next_cursor is not None) == (["a"], True)
    assert naming(world, "one", cursor=first.next_cursor) == ["d"]


def test_a_deleted_service_is_found_nowhere_until_it_is_created_again(world: ServiceWorld) -> None:
    said = {"owner_team": "payments", "runbook_ids": (runbook_id("one"),)}
    world.happened(service("checkout", **said), deleted("checkout"))
    assert (world.slugs(), world.slugs("checkout"), world.slugs("chekout")) == ([], [], [])
    assert (owned(world, "payments"), owned(world, "pay", prefix=True), naming(world, "one")) == ([], [], [])

    world.happened(service("checkout", **said))
    assert (world.slugs("chekout"), owned(world, "payments"), naming(world, "one")) == (["checkout"],) * 3


def test_what_may_select_a_resource_is_told_up_to_a_bound(world: ServiceWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_MOST_CLAIMS", 2)
    shop, resource = ResourceSelector(namespace="shop"), Resource(namespace="shop", name="api")
    world.happened(
        service("b", resource_selectors=(ResourceSelector(kind="Job"), shop), owner_team="payments"),
        service("a", resource_selectors=(ResourceSelector(name="ap*"),), tier=ServiceTier.CRITICAL),
        service("gone", resource_selectors=(shop,)),
        deleted("gone"),
    )
    world.happened(service("theirs", resource_selectors=(shop,)), tenant=OTHER_TENANT)

    claims = world.queries.claims_on(TENANT, (resource,), None)
    assert [(claim.slug, claim.ordinal, claim.tier, claim.owner_team) for claim in claims.claims] == [
        ("a", 0, "critical", ""),
        ("b", 1, "standard", "payments"),
    ]
    assert (claims.claims[1].selector, claims.truncated) == (shop, False)

    world.happened(service("gone", resource_selectors=(shop,)))
    assert world.queries.claims_on(TENANT, (resource,), None).truncated


def test_another_tenants_services_are_found_by_nobody_here(world: ServiceWorld) -> None:
    said = {"owner_team": "payments", "runbook_ids": (runbook_id("one"),)}
    world.happened(service("checkout", **said), tenant=OTHER_TENANT)

    assert (world.slugs(), world.slugs("chekout"), owned(world, "payments"), naming(world, "one")) == ([], [], [], [])


def test_a_cursor_of_another_query_is_refused(world: ServiceWorld) -> None:
    world.happened(service("a", owner_team="x"), service("b", owner_team="x"))
    cursor = world.queries.search_services_by_owner(TENANT, ServicesByOwner(owner="x", limit=1)).next_cursor

    with pytest.raises(InvalidQuery, match="another query"):
        owned(world, "x", prefix=True, cursor=cursor)
    with pytest.raises(InvalidQuery, match="NUL"):
        world.queries.search_services(TENANT, ServiceSearch(text="a\x00"))
