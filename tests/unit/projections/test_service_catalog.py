"""How a service's rows follow from its facts, and what it is looked up by."""

from typing import Any

from shared.domain.service.values import OwnSchedule, ResourceSelector
from shared.kernel.ids import ScheduleId, ServiceId
from shared.projections.service_catalog.cycles import cycles_in
from shared.projections.service_catalog.index_keys import index_key_of, index_keys_of
from shared.projections.service_catalog.parts import PARTS, DependencyRow, RunbookLinkRow, SelectorRow
from shared.projections.service_catalog.projection import service_catalog
from shared.projections.service_catalog.resource import Resource
from shared.projections.service_catalog.selector_resolution import selects
from shared.projections.service_catalog.services import services
from tests.support.facts import named
from tests.support.given_projection import GivenProjection
from tests.support.history_services import changed, deleted, runbook_id, service, service_id

given = GivenProjection(service_catalog)
SCHEDULE = ScheduleId(named("schedule"))


def parts(facts: GivenProjection) -> list[list[Any]]:
    (row,) = facts.rows(services)
    return [list(part.of(row)) for part in PARTS]


def test_a_service_is_what_was_said_of_it_last():
    facts = given.facts(
        service(owner_team="Old"),
        changed(name="CheckoutApi", owner_team="Straße", tags=("shop",), on_call=OwnSchedule(schedule_id=SCHEDULE)),
    )

    facts.then_row(
        services,
        slug="checkout",
        name="CheckoutApi",
        owner_team="Straße",
        owner_key="strasse",
        origin="backstage:catalog.yaml",
        on_call={"provider": "own", "schedule_id": str(SCHEDULE)},
        names="checkout api checkoutapi",
        version=2,
    )


def test_needs_selectors_and_runbooks_are_looked_up_by_parts():
    said: dict[str, Any] = {
        "needs": ("ledger",),
        "runbook_ids": (runbook_id("one"),),
        "resource_selectors": (ResourceSelector(namespace="shop"),),
    }
    (row,) = given.facts(service(**said)).rows(services)
    me = service_id("checkout")

    assert parts(given.facts(service(**said))) == [
        [DependencyRow(me, service_id("ledger"))],
        [SelectorRow(me, 0, "namespace=shop", row.selectors[0])],
        [RunbookLinkRow(me, runbook_id("one"), "checkout")],
    ]


def test_a_tombstone_keeps_its_name_and_is_looked_up_by_nothing():
    gone = given.facts(
        service(
            needs=("ledger",),
            runbook_ids=(runbook_id("one"),),
            resource_selectors=(ResourceSelector(namespace="shop"),),
        ),
        deleted(),
    )

    gone.then_row(services, slug="checkout", deleted=True, version=2)
    assert parts(gone) == [[], [], []]
    gone.facts(service()).then_row(services, deleted=False, version=3)


def test_a_selector_is_found_by_what_fewest_things_share():
    found = {
        "name=checkout": ResourceSelector(namespace="shop", name="checkout", matchers=('app="x"',)),
        "label app=x": ResourceSelector(namespace="shop", name="check*", matchers=('a=~"b.*"', 'app="x"')),
        "name^che": ResourceSelector(namespace="shop", name="check*"),
        "name^c": ResourceSelector(kind="Deployment", name="c*"),
        "namespace=shop": ResourceSelector(namespace="shop", name="*-api", cluster="eu", matchers=('app=""',)),
        "cluster=eu": ResourceSelector(namespace="shop-*", cluster="eu"),
        "environment=prod": ResourceSelector(environment="prod", kind="Deployment"),
        "kind=Deployment": ResourceSelector(kind="Deployment"),
        "": ResourceSelector(namespace="shop-*", matchers=('app=~"x.*"',)),
    }

    assert {anchor: index_key_of(selector) for anchor, selector in found.items()} == {
        anchor: anchor for anchor in found
    }


def test_whatever_matches_a_resource_is_among_what_it_is_looked_up_by():
    resource = Resource(
        kind="Deployment",
        namespace="shop",
        name="ünï-checkout" * 20,
        cluster="eu",
        environment="prod",
        labels={"app": "checkout", "team": "pay"},
    )
    name = str(resource.name)
    patterns = [None, "*", "?n*", "ünï-*", "ü*", name, name[:-1] + "?", "ünï-checkout" * 15 + "*"]
    tried = 0
    for pattern in patterns:
        for namespace in (None, "shop", "sh*"):
            for matchers in ((), ('app="checkout"',), ('app="checkout"', 'team=~"p.*"'), ('gone=""',)):
                selector = ResourceSelector(name=pattern, namespace=namespace, matchers=matchers)
                assert selects(selector, resource)
                assert index_key_of(selector) in index_keys_of(resource)
                tried += 1
    assert tried == 96
    assert index_keys_of(Resource()) == [""]
    assert index_keys_of(Resource(name="ab")) == ["", "name=ab", "name^a", "name^ab"]


def test_circles_are_found_once_each_with_a_shortest_way_around():
    ids = {letter: ServiceId(named(letter)) for letter in "abcdefg"}
    letters = {id_: letter for letter, id_ in ids.items()}

    def told(*edges: str) -> list[str]:
        found = cycles_in(list(ids.values()), [(ids[edge[0]], ids[edge[1]]) for edge in edges])
        return ["".join(letters[id_] for id_ in (*members, *path)) for members, path in found]

    assert told() == []
    assert told("ab", "bc", "ac") == []
    assert told("ab", "ba") == ["ab" + "aba"]
    assert told("ab", "bc", "ca", "ce", "eb") == ["abce" + "abca"]
    assert told("ef", "fe", "ab", "bc", "cd", "da", "ca", "de") == ["abcd" + "abca", "ef" + "efe"]


def test_a_long_chain_of_services_is_no_burden():
    ids = [ServiceId(named(str(number))) for number in range(5_000)]

    chain = [(ids[place], ids[place + 1]) for place in range(4_999)]

    assert cycles_in(ids, chain) == []
    ((members, path),) = cycles_in(ids, [*chain, (ids[-1], ids[0])])
    assert (len(members), len(path)) == (5_000, 5_001)


def test_a_service_is_found_by_its_words_until_it_is_deleted():
    unit = services.parts[-1]
    (row,) = given.facts(service(name="CheckoutApi", tags=("shop",))).rows(services)
    (gone,) = given.facts(service(name="CheckoutApi"), deleted()).rows(services)

    (found,) = unit.of(row)
    assert {"'=checkoutapi':1,2", "'shop':1"} <= set(found.terms.split())
    assert list(unit.of(gone)) == []
