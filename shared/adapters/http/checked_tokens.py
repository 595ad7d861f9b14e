"""Tokens whose signature Cloud Run has checked: it lets nobody else in, and passes them on with a word in its place."""

from typing import Any

import jwt

from shared.adapters.http.signed_tokens import LEEWAY_S, MAX_TOKEN

#: In place of the signature.
_CHECKED = "SIGNATURE_REMOVED_BY_GOOGLE"


class CheckedTokens:
    """Claims of tokens of one issuer for one audience; one that still has a signature did not come by the platform."""

    def __init__(self, *, issuer: str, audience: str) -> None:
        self._issuer = issuer
        self._audience = audience

    def claims(self, token: str) -> dict[str, Any] | None:
        """Gives the claims of a token that is good here and now, or None."""
        signed_part, _, signature = token.rpartition(".")
        if signature != _CHECKED or not token.isascii() or len(token) > MAX_TOKEN:
            return None
        try:
            return jwt.decode(
                f"{signed_part}.",
                issuer=self._issuer,
                audience=self._audience,
                leeway=LEEWAY_S,
                options={
                    "verify_signature": False,
                    "verify_exp": True,
                    "verify_nbf": True,
                    "verify_iat": True,
                    "verify_aud": True,
                    "verify_iss": True,
                    "require": ["iss", "aud", "exp"],
                    "strict_aud": True,
                },
            )
        except (jwt.PyJWTError, ValueError, RecursionError):
            return None
