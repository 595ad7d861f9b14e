"""The token of a repository as git's configuration, which is not seen among a process's arguments."""

import base64
from collections.abc import Mapping
from urllib.parse import urlsplit


def with_token(address: str, token: str) -> Mapping[str, str]:
    """Basic authorization with the token as password, sent to the address's host only; nothing for other protocols."""
    parts = urlsplit(address)
    if parts.scheme != "https" or not token:
        return {}
    credentials = base64.b64encode(f"x-access-token:{token}".encode()).decode()
    return {f"http.https://{parts.netloc}/.extraHeader": f"Authorization: Basic {credentials}"}
