"""One page of each kind that the console has, found as a person finds it: by the links of the pages before it."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from shared.adapters.console.registry import PAGES
from tests.support.browser import Watched

_ROOT = "/console"
_FILES = (".csv", ".json", ".md")
#: By the name of its page, whatever is read and not kept as a file.
SHOWN = {page.name: page.path for page in PAGES if not page.path.endswith(_FILES)}
_LINKS = "links => links.map(link => link.getAttribute('href'))"


def tour(watched: Watched, first: Mapping[str, str] | None = None) -> Iterator[tuple[str, str]]:
    """Gives the name and the path of each page while the tab shows it; ``first``: which ones to take, by name."""
    routes = Map([Rule(path, endpoint=name) for name, path in SHOWN.items()]).bind("")
    waiting = dict(first or {}) | {"now": "/"}
    seen: set[str] = set()
    while waiting:
        name = next(iter(waiting))
        path = waiting.pop(name)
        seen.add(name)
        watched.go(path)
        watched.page.wait_for_load_state("load")
        for href in watched.page.eval_on_selector_all("main a[href], nav a[href]", _LINKS):
            parts = urlsplit(href)
            if not parts.path.startswith(_ROOT) or parts.netloc:
                continue
            try:
                found, _ = routes.match(parts.path.removeprefix(_ROOT) or "/")
            except HTTPException:
                continue
            if found not in seen:
                waiting.setdefault(found, href.removeprefix(_ROOT))
        yield name, path
