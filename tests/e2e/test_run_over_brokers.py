"""`sre run --transport …`: an alert becomes an incident over a broker of another, also after a part was killed."""

import os
import signal
from collections.abc import Iterator

import pytest

from local.pubsub.emulator import installed_jar
from tests.support.aws import REGION, aws_server
from tests.support.memory import quick_directory
from tests.support.patience import PATIENCE_S, wait_until
from tests.support.processes import children_of
from tests.support.running_system import RunningSystem, running_system
from tests.support.webhooks import a_group, an_alert

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

_WRITER = "local.back writer"


@pytest.fixture
def over_pubsub() -> Iterator[RunningSystem]:
    if installed_jar() is None:
        pytest.skip("Google's Pub/Sub emulator is not installed")
    with (
        quick_directory("sre-run-") as directory,
        running_system(directory / "data", "--transport", "pubsub") as system,
    ):
        yield system


@pytest.fixture
def over_sqs(monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningSystem]:
    with aws_server() as address, quick_directory("sre-run-") as directory:
        told = {"AWS_ENDPOINT_URL": address, "AWS_DEFAULT_REGION": REGION, "AWS_EC2_METADATA_DISABLED": "true"}
        for name, value in (told | {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}).items():
            monkeypatch.setenv(name, value)
        with running_system(directory / "data", "--transport", "sqs") as system:
            yield system


def test_over_the_emulator_of_pubsub_alerts_become_incidents(over_pubsub: RunningSystem):
    _told_twice(over_pubsub)


def test_over_motos_sns_and_sqs_alerts_become_incidents(over_sqs: RunningSystem):
    _told_twice(over_sqs)


def _told_twice(system: RunningSystem) -> None:
    """The second time, whoever writes has just been killed."""
    _becomes_an_incident(system, "b40ce40000000001")
    (writer,) = _writers(system)
    os.kill(writer, signal.SIGKILL)
    _becomes_an_incident(system, "b40ce40000000002")
    assert _writers(system) not in ([], [writer])


def _becomes_an_incident(system: RunningSystem, fingerprint: str) -> None:
    before = len(_incidents(system))
    assert system.post_webhook(a_group(an_alert(fingerprint))).status_code == 202
    wait_until(lambda: len(_incidents(system)) > before, "an incident of the alert", patience_s=3 * PATIENCE_S)


def _incidents(system: RunningSystem) -> list[object]:
    found: list[object] = system.get("/v1/incidents")["items"]
    return found


def _writers(system: RunningSystem) -> list[int]:
    return [pid for pid, command in children_of(system.process.pid) if _WRITER in command]
