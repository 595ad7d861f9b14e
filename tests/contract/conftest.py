"""Which transports the contract suite runs on; an installed emulator must be among them."""

from collections.abc import Iterator
from functools import partial

import pytest

from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.transport.publisher import PostgresPublisher
from shared.ports.wake import NoWaker
from tests.support import transports
from tests.support.pubsub_emulator import installed_jar, pubsub_emulator
from tests.support.pubsub_server import pubsub_server
from tests.support.transports import TransportWith

_ran: set[str] = set()
_selected: set[str] = set()
TRANSPORTS = [
    "memory",
    pytest.param("postgres", marks=pytest.mark.postgres),
    "pubsub",
    pytest.param("pubsub-emulator", marks=[pytest.mark.emulator, pytest.mark.slow]),
]


@pytest.fixture(scope="session")
def emulator() -> Iterator[str]:
    jar = installed_jar()
    if jar is None:
        pytest.skip("the Pub/Sub emulator is not installed")
    with pubsub_emulator(jar) as address:
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
    elif transport_name == "pubsub-emulator":
        opened = partial(transports.pubsub, request.getfixturevalue("emulator"))
    else:
        with pubsub_server() as address:
            _ran.add(transport_name)
            yield partial(transports.pubsub, address)
        return
    _ran.add(transport_name)
    yield opened


@pytest.fixture
def carrier(database_url: str) -> Iterator[Pool]:
    with connect_pool(database_url, role="sre_transport", application="test-carrier", max_size=4) as pool:
        yield pool


@pytest.fixture
def publisher(database_url: str) -> Iterator[PostgresPublisher]:
    with connect_pool(database_url, role="sre_ingest", application="test-publisher") as pool:
        yield PostgresPublisher(pool, NoWaker())


def pytest_collection_finish(session: pytest.Session) -> None:
    _selected.update(item.callspec.params["transport_name"] for item in session.items if _is_transport_test(item))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _selected:
        absent = sorted(_selected - _ran)
        terminalreporter.write_line(
            f"transports that ran: {', '.join(sorted(_ran))}" + (f"; not: {', '.join(absent)}" if absent else "")
        )


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """An emulator that is installed and was not used is a failure, not a detail."""
    stopped_early = bool(session.shouldstop or session.shouldfail)
    if "pubsub-emulator" in _selected - _ran and installed_jar() is not None and not stopped_early:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _is_transport_test(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and hasattr(item, "callspec") and "transport_name" in item.callspec.params
