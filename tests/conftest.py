"""Fixtures for every level: `database_url` is a fresh, migrated database; the server lives as long as the run."""

import gc
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import shared.adapters.pubsub  # noqa: F401 - says to gRPC what it must know before anything imports it
from tests.support import postgres
from tests.support.memory import quick_directory
from tests.support.pubsub_emulator import installed_jar, pubsub_emulator
from tests.support.spreading import in_order, processes, processes_wanted, spread, turned
from tests.support.transport_report import (  # noqa: F401 - hooks, found here by name
    pytest_collection_finish,
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_testnodedown,
)

# How long something takes says how crowded the machine is, and a large example is no mistake.
settings.register_profile(
    "tests",
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("fast", parent=settings.get_profile("tests"), max_examples=10)
settings.register_profile("soak", parent=settings.get_profile("tests"), max_examples=2_000)
settings.load_profile("tests")

#: While tests are collected, next to nothing becomes garbage. Afterwards it is looked for as rarely as does no harm.
_GARBAGE_AFTER = 20_000
gc.disable()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Of ``--numprocesses auto``; ``logical`` is as many as there are cores, for what only computes."""
    return processes_wanted() if config.option.numprocesses == "auto" else None


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if isinstance(collector, pytest.Directory) and report.passed:
        report.result = turned(report.result)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None, None, None]:
    """Whoever asks for a database needs its server, also unsaid. Of what is left the long ones come first."""
    in_order(items)
    for item in items:
        if isinstance(item, pytest.Function) and "postgres_server" in item.fixturenames:
            item.add_marker(pytest.mark.postgres)
    yield
    items[:] = spread(items, processes())
    # What was collected lives as long as the run: it is not looked through for garbage again and again.
    gc.freeze()
    gc.set_threshold(_GARBAGE_AFTER)
    gc.enable()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres.server() as url:
        postgres.make_template(url)
        yield url
        postgres.drop_template(url)


@pytest.fixture
def database_url(postgres_server: str) -> Iterator[str]:
    with postgres.fresh_database(postgres_server) as url:
        yield url


@pytest.fixture
def quick_path() -> Iterator[Path]:
    """As ``tmp_path``, for what is started there and would wait for the disk; nothing of it is kept."""
    with quick_directory("sre-run-") as directory:
        yield directory


@pytest.fixture(scope="session")
def emulator() -> Iterator[str]:
    """``host:port`` of Google's emulator, one for the whole run."""
    if installed_jar() is None:
        pytest.skip("the Pub/Sub emulator is not installed")
    with pubsub_emulator() as address:
        yield address
