"""The Authorization header (RFC 9110, 11.6.2): the token that a caller presents. Whose it is, others know."""

import base64
import binascii
from wsgiref.types import WSGIEnvironment


def bearer_token(authorization: str | None) -> str | None:
    """The token of a header ``Bearer TOKEN``; None for another scheme, for none and for an empty token."""
    scheme, token = _parts(authorization)
    return token or None if scheme == "bearer" else None


def presented_token(environ: WSGIEnvironment) -> str | None:
    """The request's bearer token, or the password of Basic authentication for senders that know nothing else."""
    authorization = environ.get("HTTP_AUTHORIZATION")
    scheme, credentials = _parts(authorization)
    return _password(credentials) if scheme == "basic" else bearer_token(authorization)


def _parts(authorization: str | None) -> tuple[str, str]:
    scheme, _, credentials = (authorization or "").partition(" ")
    return scheme.lower(), credentials.strip()


def _password(credentials: str) -> str | None:
    try:
        decoded = base64.b64decode(credentials, validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    return decoded.partition(":")[2] or None
