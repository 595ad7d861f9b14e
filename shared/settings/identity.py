"""Who may call, and who we are when we call others."""

from typing import Literal, Self

from pydantic import Field, model_validator

from shared.ports.credentials import Role
from shared.settings.base import Settings


class IdentitySettings(Settings):
    """Who may push to us and forward commands: signed tokens, checked against a key set (file path or https URL)."""

    identity_jwks: str
    identity_issuer: str
    identity_audience: str
    #: Service accounts (``email`` claim) that may call; comma-separated.
    identity_callers: str
    #: Who checks signatures. ``platform``: only where nobody reaches this process but through Cloud Run's own check of
    #: callers, which takes the signature off once it has seen it (ADR 0034).
    identity_signatures: Literal["here", "platform"] = "here"
    #: Where this process finds the key with which it signs its own calls (JWK file); empty where the platform does it.
    identity_key: str = ""

    @property
    def callers(self) -> frozenset[str]:
        return frozenset(caller.strip() for caller in self.identity_callers.split(",") if caller.strip())


class OidcSettings(Settings):
    """The company's own identity provider (OpenID Connect). With ``SRE_OIDC_ISSUER`` empty only API keys are taken."""

    oidc_issuer: str = ""
    #: What the provider calls this API (``aud``).
    oidc_audience: str = ""
    #: Its key set: an https URL (``jwks_uri`` of its discovery document) or a file.
    oidc_jwks: str = ""
    #: Claims by name or path (``realm_access.roles``). The tenant is named by its slug.
    oidc_tenant_claim: str = "tenant"
    oidc_roles_claim: str = "roles"
    #: JSON, what the provider calls a role or group to what we call it: ``{"platform-oncall": "responder"}``.
    oidc_roles: dict[str, Role] = Field(default_factory=lambda: {role.value: role for role in Role})

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.oidc_issuer and not (self.oidc_audience and self.oidc_jwks):
            raise ValueError("SRE_OIDC_ISSUER needs SRE_OIDC_AUDIENCE and SRE_OIDC_JWKS")
        return self


class SignerSettings(Settings):
    """How this process says who it is when it calls another function."""

    #: JWK file to sign with; empty where the platform signs (its metadata server is asked).
    identity_key: str = ""
    #: Needed with a key of our own: who issues (``iss``) and who we are (``email``).
    identity_issuer: str = ""
    identity_email: str = ""
