"""The whole system, shared by the tests of a module; every test has a tenant of its own in it."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from local.hosting import load_function, mounted
from shared.ports.clock import SystemClock
from tests.support import postgres
from tests.support.clockwork import Clockwork
from tests.support.json_client import JsonClient
from tests.support.pubsub_server import pubsub_server
from tests.support.pubsub_world import over_emulator, over_pubsub
from tests.support.served import served
from tests.support.site import Site
from tests.support.transport_report import ran
from tests.support.world import World, a_world

_HERE = Path(__file__).parent
TRANSPORTS = [
    pytest.param("postgres", marks=pytest.mark.postgres),
    "pubsub",
    pytest.param("pubsub-emulator", marks=[pytest.mark.emulator, pytest.mark.slow]),
]

#: Google's emulator takes as long as the two others together. The contract of the transport is tested on it as a whole;
#: of the system, one scenario of each kind is: an alert up to its incident and its end, one delivery repeated, a plan
#: that is approved and carried out, a trace across all topics. With SRE_EMULATOR=all every test is.
ON_THE_EMULATOR = frozenset(
    {
        "test_an_alert_opens_an_incident_that_a_person_works_on_and_its_resolve_is_shown",
        "test_fixture_01_the_same_post_twice_is_one_fact_per_alert",
        "test_a_plan_is_approved_carried_out_and_verified_once_its_alert_is_over",
        "test_spans_from_intake_to_projection_are_of_the_senders_trace",
    }
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left = [item for item in items if _is_left_out(item)]
    if left and os.environ.get("SRE_EMULATOR") != "all":
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if not _is_left_out(item)]


def _is_left_out(item: pytest.Item) -> bool:
    name, _, parameters = item.name.partition("[")
    return "pubsub-emulator" in parameters and item.path.parent == _HERE and name not in ON_THE_EMULATOR


@pytest.fixture(scope="module", params=TRANSPORTS)
def transport_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def world(
    transport_name: str,
    request: pytest.FixtureRequest,
    postgres_server: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    with ExitStack() as stack:
        url = stack.enter_context(postgres.fresh_database(postgres_server))
        world = stack.enter_context(a_world(url, tmp_path_factory.mktemp("world")))
        back = stack.enter_context(served(world.back))
        _let_the_api_call(world, back)
        if transport_name == "pubsub":
            world = stack.enter_context(over_pubsub(world, stack.enter_context(pubsub_server())))
        elif transport_name == "pubsub-emulator":
            world = stack.enter_context(over_emulator(world, request.getfixturevalue("emulator")))
        ran("end to end", transport_name)
        yield world


@pytest.fixture
def site(world: World) -> Site:
    """A tenant that no other test knows."""
    return Site(world, world.tenant(f"site-{len(world.tenants) + 1}"))


@pytest.fixture
def other_site(world: World, site: Site) -> Site:
    return Site(world, world.tenant(f"site-{len(world.tenants) + 1}"))


@pytest.fixture
def clock(world: World, monkeypatch: pytest.MonkeyPatch) -> Clockwork:
    clockwork = Clockwork(world.database_url)
    monkeypatch.setattr(SystemClock, "now", lambda _: clockwork.read())
    return clockwork


def _let_the_api_call(world: World, back_url: str) -> None:
    """Commands go to the writer over HTTP; the API reads where that is when it is loaded."""
    os.environ["SRE_WRITER_URL"] = f"{back_url}/domain_writer/domain_writer_http/"
    ingest = load_function("ingest_alert", "ingest_alert")
    world.front = JsonClient(mounted({"/webhooks": ingest}, otherwise=load_function("api", "api")))
