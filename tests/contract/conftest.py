"""Which transports the contract suite runs on."""

from collections.abc import Iterator
from functools import partial

import pytest

from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.transport.publisher import PostgresPublisher
from shared.ports.wake import NoWaker
from tests.support import transports
from tests.support.aws import aws_server
from tests.support.pubsub_server import pubsub_server
from tests.support.transport_report import ran
from tests.support.transports import TransportWith

TRANSPORTS = [
    "memory",
    pytest.param("postgres", marks=pytest.mark.postgres),
    "pubsub",
    "sqs",
    pytest.param("pubsub-emulator", marks=[pytest.mark.emulator, pytest.mark.slow]),
]


@pytest.fixture(scope="session")
def moto_address() -> Iterator[str]:
    with aws_server() as address:
        yield address


@pytest.fixture(params=TRANSPORTS)
def transport_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def transport_with(transport_name: str, request: pytest.FixtureRequest) -> Iterator[TransportWith]:
    if transport_name == "memory":
        opened: TransportWith = transports.memory
    elif transport_name == "postgres":
        opened = partial(transports.postgres, request.getfixturevalue("database_url"))
    elif transport_name == "sqs":
        opened = partial(transports.sqs, request.getfixturevalue("moto_address"))
    elif transport_name == "pubsub-emulator":
        opened = partial(transports.pubsub, request.getfixturevalue("emulator"))
    else:
        with pubsub_server() as address:
            ran("contract suite", transport_name)
            yield partial(transports.pubsub, address)
        return
    ran("contract suite", transport_name)
    yield opened


@pytest.fixture
def carrier(database_url: str) -> Iterator[Pool]:
    with connect_pool(database_url, role="sre_transport", application="test-carrier", max_size=4) as pool:
        yield pool


@pytest.fixture
def publisher(database_url: str) -> Iterator[PostgresPublisher]:
    with connect_pool(database_url, role="sre_ingest", application="test-publisher") as pool:
        yield PostgresPublisher(pool, NoWaker())
