"""What is told once on the page after a form: signed, since it comes back in a cookie."""

import base64
import binascii
import hmac
import json
from dataclasses import dataclass

NOTICE_COOKIE = "sre-notice"
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Notice:
    """``position``: the newest fact of what was done, which the page waits for. None: nothing to wait for."""

    text: str
    position: int | None = None


def pack(notice: Notice, secret: bytes) -> str:
    """Makes the cookie's value, good for the session with this secret only."""
    said = base64.urlsafe_b64encode(json.dumps([notice.text[:_LONGEST], notice.position]).encode()).decode()
    return f"{said}.{_signature(said, secret)}"


def unpack(value: str | None, secret: bytes) -> Notice | None:
    """Gives what was packed; None for anything that was not packed in this session."""
    said, _, signature = (value or "").partition(".")
    if not (signature.isascii() and hmac.compare_digest(signature, _signature(said, secret))):
        return None
    try:
        text, position = json.loads(base64.urlsafe_b64decode(said))
    except (ValueError, binascii.Error):
        return None
    return Notice(text, position)


def _signature(said: str, secret: bytes) -> str:
    return hmac.new(secret, f"notice:{said}".encode(), "sha256").hexdigest()
