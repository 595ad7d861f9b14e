"""AWS as moto has it in this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from moto import mock_aws

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
