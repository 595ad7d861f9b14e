"""Wires who is known: people, agents and scripts by their keys, and by the company's own identity provider."""

from shared.adapters.http.key_set import KeySet
from shared.adapters.http.oidc import OidcCredentials
from shared.adapters.http.signed_tokens import SignedTokens
from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.credentials import PostgresCredentials
from shared.adapters.postgres.tenants import PostgresTenantSlugs
from shared.ports.credentials import Credentials, FirstOf
from shared.settings import OidcSettings


def known_callers(pool: Pool) -> Credentials:
    """Recognises API keys always, and tokens of an identity provider where one is set up."""
    keys, oidc = PostgresCredentials(pool), OidcSettings()
    if not oidc.oidc_issuer:
        return keys
    return FirstOf(keys, people_of(pool, oidc, provider_tokens(oidc, audience=oidc.oidc_audience)))


def provider_tokens(oidc: OidcSettings, *, audience: str, sole_key: bool = False) -> SignedTokens:
    """Checks tokens that the company's identity provider made for ``audience``.

    ``sole_key``: a token that names no key is checked with the only one there is.
    """
    return SignedTokens(
        KeySet(oidc.oidc_jwks),
        issuer=oidc.oidc_issuer,
        audience=audience,
        required=("sub",),
        sole_audience=False,
        shared_secrets=False,
        sole_key=sole_key,
    )


def people_of(pool: Pool, oidc: OidcSettings, tokens: SignedTokens) -> OidcCredentials:
    """Knows people, their tenants and their roles by what their tokens claim."""
    return OidcCredentials(
        tokens,
        PostgresTenantSlugs(pool),
        issuer=oidc.oidc_issuer,
        tenant_claim=oidc.oidc_tenant_claim,
        roles_claim=oidc.oidc_roles_claim,
        roles=oidc.oidc_roles,
    )
