"""Google's emulator, where the Cloud SDK component and a Java are installed."""

from collections.abc import Iterator
from contextlib import contextmanager

from local.pubsub.emulator import PubSubEmulator, installed_jar
from tests.support.ports import free_port

__all__ = ["installed_jar", "pubsub_emulator"]


@contextmanager
def pubsub_emulator() -> Iterator[str]:
    """``host:port`` for PUBSUB_EMULATOR_HOST."""
    address = f"127.0.0.1:{free_port()}"
    emulator = PubSubEmulator(address)
    try:
        emulator.wait()
        yield address
    finally:
        emulator.stop()
