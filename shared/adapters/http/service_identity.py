"""Which service calls: a signed, short-lived token for one audience, as Google Cloud sends it with every push."""

import json
import os
import secrets
import time
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import jwt

from shared.adapters.http.authorization import bearer_token
from shared.adapters.http.checked_tokens import CheckedTokens
from shared.adapters.http.key_set import KeySet, algorithm_of
from shared.adapters.http.signed_tokens import SignedTokens

_LIFETIME_S = 3600
_RENEW_BEFORE_S = 300
_REMEMBERED = 1024
#: How long a verified token is believed without looking at the keys again.
_BELIEVED_S = 300


class Tokens(Protocol):
    """Where a bearer token for a service comes from."""

    def token(self, audience: str) -> str:
        """Gives a signed token for this audience that is good for some minutes at least."""


class Claimed(Protocol):
    """Whoever says what a token claims, once it is found good."""

    def claims(self, token: str) -> dict[str, Any] | None:
        """Gives the claims of a token that is good here and now, or None. Raises KeysUnavailable."""


class TokenSigner:
    """Signs with the key in ``jwk_file``; one token per audience serves until shortly before it expires."""

    def __init__(self, jwk_file: str, *, issuer: str, caller_email: str) -> None:
        declared = json.loads(Path(jwk_file).read_text("utf-8"))
        self._key = jwt.PyJWK(declared)
        self._kid: str = declared["kid"]
        self._issuer = issuer
        self._email = caller_email
        self._signed: dict[str, tuple[float, str]] = {}

    def token(self, audience: str) -> str:
        """Gives a signed token for this audience; it is good for an hour, and five minutes at least."""
        now = time.time()
        renew_at, signed = self._signed.get(audience, (0.0, ""))
        if now < renew_at:
            return signed
        claims = {
            "iss": self._issuer,
            "aud": audience,
            "sub": self._email,
            "email": self._email,
            "email_verified": True,
            "iat": int(now),
            "exp": int(now) + _LIFETIME_S,
        }
        signed = jwt.encode(claims, self._key.key, algorithm=algorithm_of(self._key), headers={"kid": self._kid})
        self._signed[audience] = (now + _LIFETIME_S - _RENEW_BEFORE_S, signed)
        return signed


class TokenVerifier:
    """Recognises the callers it was told about, and nobody else; what it verified it believes for five minutes."""

    def __init__(
        self, keys: KeySet, *, issuer: str, audience: str, callers: frozenset[str], signed: bool = True
    ) -> None:
        """``signed``: False where the platform has checked the signature and put a word in its place."""
        self._keys = keys
        self._tokens: Claimed = (
            SignedTokens(keys, issuer=issuer, audience=audience)
            if signed
            else CheckedTokens(issuer=issuer, audience=audience)
        )
        self._callers = callers
        self._verified: dict[bytes, tuple[float, str]] = {}
        self._generation = 0

    def verify(self, authorization: str | None) -> str | None:
        """Gives the caller's address (``email``), or None. Raises KeysUnavailable."""
        token = bearer_token(authorization)
        if token is None:
            return None
        digest = sha256(token.encode("utf-8", "surrogatepass")).digest()
        remembered = self._remembered(digest)
        if remembered is not None:
            return remembered
        claims = self._tokens.claims(token)
        if claims is None or claims.get("email_verified") is not True or claims.get("email") not in self._callers:
            return None
        caller: str = claims["email"]
        self._remember(digest, min(float(claims["exp"]), time.time() + _BELIEVED_S), caller)
        return caller

    def _remembered(self, digest: bytes) -> str | None:
        if self._generation != self._keys.generation:
            return None
        until, caller = self._verified.get(digest, (0.0, ""))
        return caller if time.time() < until else None

    def _remember(self, digest: bytes, until: float, caller: str) -> None:
        if self._generation != self._keys.generation or len(self._verified) >= _REMEMBERED:
            self._generation = self._keys.generation
            self._verified = {}
        self._verified[digest] = (until, caller)


def make_local_identity(directory: Path) -> tuple[Path, Path]:
    """Makes a signing key and the key set that recognises it, for one machine; kept when already there.

    Gives the paths of both files.
    """
    jwk, jwks = directory / "identity.jwk.json", directory / "identity.jwks.json"
    if not (jwk.exists() and jwks.exists()):
        key = {
            "kty": "oct",
            "kid": secrets.token_hex(8),
            "alg": "HS256",
            "use": "sig",
            "k": jwt.utils.base64url_encode(secrets.token_bytes(32)).decode(),
        }
        _write_private(jwk, json.dumps(key))
        _write_private(jwks, json.dumps({"keys": [key]}))
    return jwk, jwks


def _write_private(path: Path, text: str) -> None:
    """Writes a file whole or not at all, readable by its owner only: a crash leaves no half of a key."""
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    partial.rename(path)
