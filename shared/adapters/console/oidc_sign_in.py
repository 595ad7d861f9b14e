"""Signing in at the company's identity provider (OpenID Connect Core): authorization code with PKCE, state, nonce."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from shared.adapters.http.oidc import OidcCredentials
from shared.adapters.http.signed_tokens import SignedTokens
from shared.adapters.observe import observed
from shared.ports.credentials import Credential

_TIMEOUT_S = 10.0
_SCOPE = "openid profile email"


class ProviderAway(Exception):  # noqa: N818 - names the condition
    """The identity provider cannot be reached, or does not answer as one."""


@dataclass(frozen=True, kw_only=True)
class OidcSignIn:
    """``tokens`` checks ID tokens for this client; ``people`` makes of one whom it stands for."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str
    tokens: SignedTokens
    people: OidcCredentials

    def begin(self) -> tuple[str, Mapping[str, Any]]:
        """Gives where to send the browser, and what to remember until it is back. Raises ProviderAway."""
        remembered = {name: secrets.token_urlsafe(48) for name in ("state", "nonce", "code_verifier")}
        url = prepare_grant_uri(
            self._endpoint("authorization_endpoint"),
            self.client_id,
            "code",
            redirect_uri=self.redirect_uri,
            scope=_SCOPE,
            state=remembered["state"],
            nonce=remembered["nonce"],
            code_challenge=create_s256_code_challenge(remembered["code_verifier"]),
            code_challenge_method="S256",
        )
        return url, remembered

    def finish(self, remembered: Mapping[str, Any], given: Mapping[str, str]) -> Credential | None:
        """Gives who has signed in, or None. Raises ProviderAway and KeysUnavailable."""
        if not hmac.compare_digest(given.get("state", "").encode(), str(remembered["state"]).encode()):
            _say_why_not("console.state-differs")
            return None
        if "code" not in given:
            _say_why_not("console.provider-refused", said=given.get("error", "")[:80])
            return None
        id_token = self._id_token(given["code"], str(remembered["code_verifier"]))
        claims = self.tokens.claims(id_token)
        if claims is None:
            _say_why_not("console.token-not-good")
            return None
        if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), str(remembered["nonce"]).encode()):
            _say_why_not("console.nonce-differs")
            return None
        return self.people.find(id_token)

    def _id_token(self, code: str, verifier: str) -> str:
        """Empty when the provider does not take the code."""
        given = {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": verifier,
            "redirect_uri": self.redirect_uri,
            **({} if self.client_secret else {"client_id": self.client_id}),
        }
        known = (self.client_id, self.client_secret) if self.client_secret else None
        try:
            answer = httpx.post(self._endpoint("token_endpoint"), data=given, auth=known, timeout=_TIMEOUT_S)
            told: Any = answer.json() if answer.is_success else {}
        except (httpx.HTTPError, ValueError) as away:
            raise ProviderAway("the identity provider cannot be reached") from away
        if answer.is_server_error:
            raise ProviderAway("the identity provider is broken")
        id_token = told.get("id_token") if isinstance(told, dict) else None
        return id_token if isinstance(id_token, str) else ""

    def _endpoint(self, name: str) -> str:
        found = self._discovered.get(name)
        if not isinstance(found, str):
            raise ProviderAway(f"the identity provider names no {name}")
        return found

    @cached_property
    def _discovered(self) -> Mapping[str, Any]:
        """The discovery document, kept once it was read."""
        try:
            answer = httpx.get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration", timeout=_TIMEOUT_S)
            document: Any = answer.raise_for_status().json()
        except (httpx.HTTPError, ValueError) as away:
            raise ProviderAway("the identity provider cannot be reached") from away
        if not isinstance(document, dict) or document.get("issuer") != self.issuer:
            raise ProviderAway("the identity provider calls itself otherwise")
        return document


def _say_why_not(code: str, **fields: str) -> None:
    """The browser only learns that nobody was signed in; who runs this wants to know why."""
    with observed("console.sign-in", code=code, **fields):
        pass
