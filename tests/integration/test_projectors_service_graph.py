"""The dependency graph over projected facts: both ways, bounded, with its circles and with what is not there."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from shared.adapters.postgres.projections.service_catalog import answers, queries
from shared.kernel.ids import ServiceId
from shared.kernel.vocabulary import ServiceTier
from shared.projections.page import InvalidQuery
from shared.projections.service_catalog.graph import DependencyGraph, DependencyGraphQuery, Direction
from tests.support.facts import OTHER_TENANT, TENANT, named
from tests.support.history_services import changed, deleted, service, service_id
from tests.support.service_world import ServiceWorld, service_world, slug_of

pytestmark = pytest.mark.postgres


@pytest.fixture
def world(database_url: str) -> Iterator[ServiceWorld]:
    with service_world(database_url) as world:
        yield world


def distances(graph: DependencyGraph) -> dict[str, tuple[int | None, int | None]]:
    """Upstream and downstream, by slug, in the order of the answer."""
    return {node.slug or "?": (node.upstream_distance, node.downstream_distance) for node in graph.nodes}


def edges(graph: DependencyGraph) -> list[str]:
    return [f"{slug_of(graph, edge.service_id)} {slug_of(graph, edge.depends_on)}" for edge in graph.edges]


def test_upstream_is_what_a_service_needs_and_downstream_what_needs_it(world: ServiceWorld) -> None:
    world.happened(
        service("web", needs=("checkout",)),
        service("checkout", needs=("payments", "ledger")),
        service("payments", needs=("ledger",), tier=ServiceTier.CRITICAL, owner_team="money"),
        service("ledger"),
        service("alone"),
    )

    both = world.graph("checkout")
    assert distances(both) == {"checkout": (0, 0), "ledger": (1, None), "payments": (1, None), "web": (None, 1)}
    assert edges(both) == ["checkout ledger", "checkout payments", "payments ledger", "web checkout"]
    payments = both.nodes[2]
    assert (payments.state, payments.tier, payments.owner_team, payments.distance) == (
        "present",
        "critical",
        "money",
        1,
    )

    upstream = world.graph("checkout", direction=Direction.UPSTREAM)
    assert distances(upstream) == {"checkout": (0, None), "ledger": (1, None), "payments": (1, None)}
    downstream = world.graph("ledger", direction=Direction.DOWNSTREAM)
    assert distances(downstream) == {
        "ledger": (None, 0),
        "checkout": (None, 1),
        "payments": (None, 1),
        "web": (None, 2),
    }
    assert (upstream.cycles, upstream.truncated, world.graph("alone").edges) == ((), False, ())


def test_a_walk_ends_at_its_depth(world: ServiceWorld) -> None:
    chain = [f"s{number:02}" for number in range(13)]
    world.happened(*(service(one, needs=(following,)) for one, following in pairwise(chain)), service("s12"))

    assert list(distances(world.graph("s05", depth=2))) == ["s05", "s04", "s06", "s03", "s07"]
    assert len(world.graph("s00", depth=10).nodes) == 11
    for depth in (0, 11):
        with pytest.raises(InvalidQuery, match="between 1 and 10"):
            world.graph("s00", depth=depth)


def test_a_circle_ends_the_walk_and_is_told(world: ServiceWorld) -> None:
    world.happened(
        service("a", needs=("b",)),
        service("b", needs=("c",)),
        service("c", needs=("a", "d")),
        service("d", needs=("e",)),
        service("e", needs=("d",)),
        service("f", needs=("a",)),
    )

    graph = world.graph("a", depth=10)

    assert distances(graph) == {
        "a": (0, 0),
        "b": (1, 2),
        "c": (2, 1),
        "f": (None, 1),
        "d": (3, None),
        "e": (4, None),
    }
    told = [
        ([slug_of(graph, one) for one in cycle.service_ids], [slug_of(graph, one) for one in cycle.path])
        for cycle in graph.cycles
    ]
    assert told == [(["a", "b", "c"], ["a", "b", "c", "a"]), (["d", "e"], ["d", "e", "d"])]


def test_an_edge_to_what_was_deleted_or_never_was_is_shown_as_that(world: ServiceWorld) -> None:
    world.happened(
        service("checkout", needs=("payments", "nowhere")),
        service("payments", needs=("ledger",)),
        service("ledger"),
        deleted("payments"),
    )

    graph = world.graph("checkout")
    states = {node.service_id: (node.slug, node.state) for node in graph.nodes}

    assert states == {
        service_id("checkout"): ("checkout", "present"),
        service_id("payments"): ("payments", "deleted"),
        service_id("nowhere"): (None, "unknown"),
    }
    assert edges(graph) == ["checkout payments", "checkout ?"]
    assert list(distances(world.graph("ledger"))) == ["ledger"]
    assert list(distances(world.graph("payments"))) == ["payments", "checkout"]


def test_a_dependency_that_is_no_longer_said_is_no_edge(world: ServiceWorld) -> None:
    world.happened(service("a", needs=("b", "c")), service("b"), service("c"), changed("a", needs=("c",)))

    assert edges(world.graph("a")) == ["a c"]
    assert edges(world.graph("b")) == []


def test_the_nearest_are_shown_when_there_are_too_many(world: ServiceWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (queries, answers):
        monkeypatch.setattr(module, "MAX_NODES", 4)
    world.happened(
        service("root", needs=("a", "b", "c")),
        *(service(slug, needs=("far",)) for slug in "abc"),
        service("far"),
    )

    cut, whole = world.graph("root"), world.graph("root", depth=1)

    assert (list(distances(cut)), cut.truncated) == (["root", "a", "b", "c"], True)
    assert edges(cut) == ["root a", "root b", "root c"]
    assert (list(distances(whole)), whole.truncated) == (["root", "a", "b", "c"], False)


def test_a_dense_circle_of_the_most_services_is_whole(world: ServiceWorld) -> None:
    slugs = [f"s{number:03}" for number in range(500)]
    world.happened(
        *(
            service(slug, needs=[slugs[(place + step) % 500] for step in range(1, 6)])
            for place, slug in enumerate(slugs)
        )
    )
    ring = world.graph("s000", depth=10)
    assert (len(ring.nodes), len(ring.edges), ring.truncated) == (101, 490, False)

    world.happened(changed("s000", needs=slugs[1:]), *(changed(slug, needs=["s000"]) for slug in slugs[1:]))
    star = world.graph("s250", depth=10)
    assert (len(star.nodes), len(star.edges), star.truncated) == (500, 998, False)
    assert [len(cycle.service_ids) for cycle in star.cycles] == [500]

    world.happened(service("s500", needs=["s000"]))
    assert (len(world.graph("s250").nodes), world.graph("s250").truncated) == (500, True)


def test_a_service_that_never_was_or_is_another_tenants_has_no_graph(world: ServiceWorld) -> None:
    world.happened(service("checkout", needs=("ledger",)), service("ledger"), tenant=OTHER_TENANT)
    world.happened(service("ledger"))

    def of(id_: ServiceId) -> DependencyGraph | None:
        return world.queries.get_dependency_graph(TENANT, DependencyGraphQuery(service_id=id_))

    assert of(ServiceId(named("never"))) is None
    assert of(service_id("checkout")) is None
    assert list(distances(world.graph("ledger"))) == ["ledger"]
