"""Who we are to Google's APIs: the platform's metadata server says it of the service account that we run as."""

import time

import httpx

_METADATA = "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token"
_RENEW_BEFORE_S = 300


class AccessToken:
    """It serves until shortly before it expires."""

    def __init__(self) -> None:
        self._token, self._renew_at = "", 0.0

    def __call__(self, client: httpx.Client) -> str:
        if time.monotonic() >= self._renew_at:
            answer = client.get(_METADATA, headers={"Metadata-Flavor": "Google"}).raise_for_status().json()
            self._token = str(answer["access_token"])
            self._renew_at = time.monotonic() + float(answer["expires_in"]) - _RENEW_BEFORE_S
        return self._token
