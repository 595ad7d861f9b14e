"""AWS as moto has it: in this process, or behind an address as a server of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws
from moto.server import ThreadedMotoServer

REGION = "eu-west-1"


@contextmanager
def aws_in_process() -> Iterator[Any]:
    """Everything that boto3 is asked in here is answered by moto; no credentials of this machine are looked for.

    It takes seconds to set up, so that a module has one; ``reset`` of what is given empties it between its tests.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("AWS_ACCESS_KEY_ID", "testing")
        patched.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        patched.setenv("AWS_DEFAULT_REGION", REGION)
        patched.setenv("AWS_EC2_METADATA_DISABLED", "true")
        mocked = mock_aws()
        with mocked:
            yield mocked


@contextmanager
def aws_server() -> Iterator[str]:
    """A server of moto on a port of its own, as an address for ``AWS_ENDPOINT_URL``."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def environment_of(address: str) -> dict[str, str]:
    """Lets a process find that server, as it finds AWS itself."""
    return {
        "AWS_ENDPOINT_URL": address,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": REGION,
    }


def client_at(address: str, service: str) -> Any:
    """An unmodified client that asks there; it does not try twice."""
    return boto3.client(
        service,
        region_name=REGION,
        endpoint_url=address,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=Config(connect_timeout=2, read_timeout=60, retries={"max_attempts": 0}),
    )
