"""People and services of a company's own identity provider: OpenID Connect bearer tokens as credentials.

The tenant and the roles come from claims that the provider signs. The actor is the subject (``sub``), which is the one
claim that its owner cannot change: rules such as "the reviewer is not an author" rest on it.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from shared.adapters.http.signed_tokens import SignedTokens
from shared.adapters.observe import observed
from shared.kernel.ids import TenantId, derive
from shared.ports.credentials import Credential, Role

_LONGEST_SUBJECT = 200
#: Of several roles the one further left counts. A machine's role first: groups that a service account is put into
#: later must not make a person of it. Then the one that may most.
_FIRST = (Role.AGENT, Role.INTEGRATION, Role.ADMIN, Role.APPROVER, Role.RESPONDER, Role.VIEWER)


class TenantSlugs(Protocol):
    def named(self, slug: str) -> TenantId | None:
        """The tenant with this slug."""


class OidcCredentials:
    """``roles`` maps what the provider calls a group or role to ours; a claim is named by its path, ``a.b``."""

    def __init__(
        self,
        tokens: SignedTokens,
        tenants: TenantSlugs,
        *,
        issuer: str,
        tenant_claim: str,
        roles_claim: str,
        roles: Mapping[str, Role],
    ) -> None:
        self._tokens = tokens
        self._tenants = tenants
        self._issuer = issuer
        self._tenant_claim = tenant_claim
        self._roles_claim = roles_claim
        self._roles = roles

    def find(self, token: str) -> Credential | None:
        """Raises KeysUnavailable while the provider's keys were never read."""
        claims = self._tokens.claims(token)
        if claims is None:
            return None
        subject = claims["sub"]
        role = self._role(_at(claims, self._roles_claim))
        if not _usable(subject):
            _say_why("oidc.subject-unusable", claim="sub")
            return None
        if role is None:
            _say_why("oidc.no-role", subject=subject, claim=self._roles_claim)
            return None
        tenant_id = self._tenant(_at(claims, self._tenant_claim))
        if tenant_id is None:
            _say_why("oidc.no-tenant", subject=subject, claim=self._tenant_claim)
            return None
        return Credential(tenant_id=tenant_id, key_id=derive("oidc", self._issuer, subject), name=subject, role=role)

    def _role(self, claimed: Any) -> Role | None:
        names = [claimed] if isinstance(claimed, str) else claimed if isinstance(claimed, list) else []
        held = {self._roles[name] for name in names if isinstance(name, str) and name in self._roles}
        return next((role for role in _FIRST if role in held), None)

    def _tenant(self, claimed: Any) -> TenantId | None:
        return self._tenants.named(claimed) if _usable(claimed) else None


def _at(claims: Mapping[str, Any], path: str) -> Any:
    """A claim whose name is the whole path wins: names such as ``https://x.example/roles`` hold dots too."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for part in path.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _usable(name: Any) -> bool:
    return isinstance(name, str) and 0 < len(name) <= _LONGEST_SUBJECT and name.isprintable()


def _say_why(code: str, **fields: str) -> None:
    """The caller only learns that nobody was recognised; who runs this wants to know why."""
    with observed("oidc.refuse", code=code, **fields):
        pass
