"""How a process beside the database's proxy ends: the proxy is told that it is no longer needed."""

import contextlib
from collections.abc import Iterator

import httpx

from shared.settings import ProxySettings

_TIMEOUT_S = 10.0


@contextlib.contextmanager
def left() -> Iterator[None]:
    """Tells it at the end of the block, however that ends."""
    try:
        yield
    finally:
        admin = ProxySettings().database_proxy_admin
        if admin:
            with contextlib.suppress(httpx.HTTPError):  # it ends with us in any case, only later
                httpx.post(f"{admin}/quitquitquit", timeout=_TIMEOUT_S)
