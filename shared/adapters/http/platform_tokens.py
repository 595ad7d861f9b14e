"""Identity tokens from the platform: on Google Cloud the metadata server signs for the function's service account."""

import time
from urllib.parse import quote
from urllib.request import Request, urlopen

import jwt

_SERVER = "http://metadata.google.internal"
_PATH = "/computeMetadata/v1/instance/service-accounts/default/identity?format=full&audience="
_TIMEOUT_S = 5.0
_LIMIT = 16_384
_RENEW_BEFORE_S = 300


class PlatformTokens:
    """Asks the metadata server; one token per audience serves until shortly before it expires."""

    def __init__(self, server: str = _SERVER) -> None:
        self._server = server
        self._signed: dict[str, tuple[float, str]] = {}

    def token(self, audience: str) -> str:
        """Gives a signed token for this audience. Raises OSError while the server is away."""
        renew_at, signed = self._signed.get(audience, (0.0, ""))
        if time.time() < renew_at:
            return signed
        address = f"{self._server}{_PATH}{quote(audience, safe='')}"
        request = Request(address, headers={"Metadata-Flavor": "Google"})  # noqa: S310 - the platform's own address
        with urlopen(request, timeout=_TIMEOUT_S) as response:  # noqa: S310 - the platform's own address
            signed = str(response.read(_LIMIT), "ascii").strip()
        expires = jwt.decode(signed, options={"verify_signature": False})["exp"]
        self._signed[audience] = (expires - _RENEW_BEFORE_S, signed)
        return signed
