"""Stands in front of every function that is pushed to: callers are recognised before a byte is parsed."""

from flask import Flask

from shared.adapters.http.gatekeeper import Gatekeeper, body_of_at_most, called_by
from shared.adapters.http.key_set import KeySet
from shared.adapters.http.service_identity import TokenVerifier
from shared.settings import IdentitySettings

#: The broker's largest message with its envelope: 10 MB of data, base64, would be more; we publish 1 MB.
MAX_BODY = 12 * 1024 * 1024


def protect(app: Flask, settings: IdentitySettings | None = None) -> None:
    """Call from ``main.py`` with ``flask.current_app``, which the framework sets while it loads the function."""
    identity = settings or IdentitySettings()
    verifier = TokenVerifier(
        KeySet(identity.identity_jwks),
        issuer=identity.identity_issuer,
        audience=identity.identity_audience,
        callers=identity.callers,
    )
    app.wsgi_app = Gatekeeper(app.wsgi_app, body_of_at_most(MAX_BODY), called_by(verifier))  # type: ignore[method-assign]
