"""What a signed token says, once everything about it has been checked: one issuer, one audience, keys that we know."""

from collections.abc import Sequence
from typing import Any

import jwt

from shared.adapters.http.key_set import KeySet, algorithm_of

LEEWAY_S = 30
MAX_TOKEN = 8192


class SignedTokens:
    """Claims of JSON Web Tokens (RFC 7519) of one issuer for one audience.

    ``sole_audience``: a token that is good elsewhere too is refused: whoever runs that other place could replay it.
    ``shared_secrets``: only where the issuer is this very installation.
    """

    def __init__(
        self,
        keys: KeySet,
        *,
        issuer: str,
        audience: str,
        required: Sequence[str] = (),
        sole_audience: bool = True,
        shared_secrets: bool = True,
    ) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._required = ["iss", "aud", "exp", *required]
        self._sole_audience = sole_audience
        self._refused = () if shared_secrets else ("HS256",)

    def claims(self, token: str) -> dict[str, Any] | None:
        """Gives the claims of a token that is good here and now, or None. Raises KeysUnavailable."""
        if not token.isascii() or len(token) > MAX_TOKEN:
            return None
        try:
            key = self._keys.find(jwt.get_unverified_header(token).get("kid"))
            if key is None or algorithm_of(key) in self._refused:
                return None
            return jwt.decode(
                token,
                key.key,
                algorithms=[algorithm_of(key)],
                issuer=self._issuer,
                audience=self._audience,
                leeway=LEEWAY_S,
                options={"require": self._required, "strict_aud": self._sole_audience},
            )
        except (jwt.PyJWTError, ValueError, RecursionError):
            return None
