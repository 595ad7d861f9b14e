"""Clients of AWS's APIs: as whoever this process runs as (environment, instance role, web identity), and bounded."""

from typing import Any

_CONNECT_S, _READ_S = 3.0, 10.0


def client(service: str, region: str = "", *, read_s: float = _READ_S) -> Any:
    """Makes a client of a service; no region is the one that the environment names. Raises OSError.

    boto3 is imported here and nowhere else: it takes a second or two, and only who asks AWS shall wait for it.
    """
    import boto3  # noqa: PLC0415
    from botocore.config import Config  # noqa: PLC0415
    from botocore.exceptions import BotoCoreError  # noqa: PLC0415

    config = Config(connect_timeout=_CONNECT_S, read_timeout=read_s, retries={"mode": "standard", "max_attempts": 2})
    try:
        return boto3.client(service, region_name=region or None, config=config)
    except BotoCoreError as unusable:
        raise OSError(f"AWS cannot be asked: {unusable}") from unusable


def trouble_of_aws() -> tuple[type[Exception], ...]:
    """Names what a call of a client may raise: no answer, or a refusal."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - as above

    return BotoCoreError, ClientError
