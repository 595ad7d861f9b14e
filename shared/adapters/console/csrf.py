"""Tokens that only a page of the same session can hold; each is masked anew, so that compression gives nothing away."""

import hmac
import secrets

_BYTES = 32


def csrf_token(secret: bytes) -> str:
    """Makes a token for one page of the session that has this secret."""
    mask = secrets.token_bytes(_BYTES)
    return (mask + _xor(mask, secret)).hex()


def is_csrf_token(given: str, secret: bytes) -> bool:
    """Says whether a page of the session with this secret was given the token."""
    try:
        raw = bytes.fromhex(given)
    except ValueError:
        return False
    return len(raw) == 2 * _BYTES and hmac.compare_digest(_xor(raw[:_BYTES], raw[_BYTES:]), secret)


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(left ^ right for left, right in zip(one, other, strict=True))
