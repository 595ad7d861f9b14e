"""Stands in front of every function that is pushed to: callers are recognised before a byte is parsed."""

from flask import Flask

from shared.adapters.http.failures import Passing, tell_failures
from shared.adapters.http.front import Front, called_by, with_credentials
from shared.adapters.http.key_set import KeySet, KeysUnavailable
from shared.adapters.http.problem import KEYS_UNAVAILABLE, HttpProblem
from shared.adapters.http.request_body import AtMost
from shared.adapters.http.service_identity import TokenVerifier
from shared.adapters.postgres.connection import TRANSIENT
from shared.ports.store import StoreUnavailable
from shared.ports.transport import TransportUnavailable
from shared.settings import IdentitySettings

#: The broker's largest message with its envelope: 10 MB of data, base64, would be more; we publish 1 MB.
MAX_BODY = 12 * 1024 * 1024


def protect(app: Flask, settings: IdentitySettings | None = None, *, passing: Passing | None = None) -> None:
    """Puts the front before a function: only the broker and our own services, by their signed tokens, reach it.

    It is called from ``main.py`` with ``flask.current_app``, which the framework sets while it loads the function.

    ``passing``: what this function answers to failures that pass by themselves, where it is not what all answer: 503,
    so that whoever pushes waits without using up the message's attempts.
    """
    identity = settings or IdentitySettings()
    verifier = build_verifier(identity)
    app.wsgi_app = Front(  # type: ignore[method-assign]
        app.wsgi_app, body=AtMost(MAX_BODY), credentials=with_credentials(), caller=called_by(verifier)
    )
    tell_failures(app, {**_PASSING, **(passing or {})})


def build_verifier(identity: IdentitySettings) -> TokenVerifier:
    """Tells our own services, the broker and the clock from everybody else."""
    return TokenVerifier(
        KeySet(identity.identity_jwks),
        issuer=identity.identity_issuer,
        audience=identity.identity_audience,
        callers=identity.callers,
        signed=identity.identity_signatures == "here",
    )


_PASSING: Passing = {
    KeysUnavailable: KEYS_UNAVAILABLE,
    **dict.fromkeys(
        (StoreUnavailable, TransportUnavailable, *TRANSIENT),
        HttpProblem(
            status=503,
            code="database.unavailable",
            title="The database, or the broker, does not answer; deliver again",
        ),
    ),
}
