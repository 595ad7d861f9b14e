"""A page in its frame: what every template finds besides its own content."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from shared.adapters.console.csrf import csrf_token
from shared.adapters.console.notice import Notice
from shared.adapters.console.page import ConsolePage
from shared.adapters.console.rendering import render
from shared.adapters.console.visit import Visit

_KEY_BYTES = 12


def shown(
    template: str,
    content: Mapping[str, Any],
    visit: Visit,
    pages: Sequence[ConsolePage],
    *,
    here: str = "",
    notice: Notice | None = None,
) -> str:
    """Makes the page. ``here``: its name, so that the rail shows where one is."""
    frame = {
        "root": visit.root,
        "visit": visit,
        "reader": visit.reader,
        "now": visit.now,
        "signed_in": visit.session.credential,
        "may": visit.may,
        "csrf": csrf_token(visit.session.csrf_secret),
        "new_key": lambda: secrets.token_urlsafe(_KEY_BYTES),
        "rail": [page for page in pages if page.rail is not None and visit.may(page.needs)],
        "here": here,
        "notice": notice,
        "origin": visit.session.origin,
    }
    return render(template, {**frame, **content})
