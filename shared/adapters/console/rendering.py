"""Templates as pages: everything that is put into them is escaped, and what is not given is an error."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from shared.adapters.console import shown_text, shown_time
from shared.adapters.console.assets import assets
from shared.adapters.console.label_links import label_link

_TEMPLATES = Path(__file__).with_name("templates")


@cache
def templates() -> Environment:
    """Gives the one environment of a process; its templates are compiled once."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.do"],
    )
    environment.globals |= {"url": _url, "asset": _asset, "label_link": label_link}
    environment.filters |= shown_text.FILTERS | shown_time.FILTERS
    environment.tests |= {"past": shown_time.is_past}
    return environment


def render(template: str, context: Mapping[str, Any]) -> str:
    """Makes the page. ``context`` holds ``root``, ``reader`` and ``now`` besides what the template shows."""
    return templates().get_template(template).render(context)


@pass_context
def _url(context: Context, path: str, /, **query: Any) -> str:
    """An address of the console; parameters that are None or empty are left out."""
    given = {
        name: value if isinstance(value, list | tuple | frozenset) else [value]
        for name, value in query.items()
        if value not in (None, "", [], ())
    }
    address = f"{context['root']}{quote(path, safe='/%')}"
    return f"{address}?{urlencode(given, doseq=True)}" if given else address


@pass_context
def _asset(context: Context, name: str) -> Markup:
    return Markup(f"{context['root']}/assets/{assets()[name].path}")  # noqa: S704 - names are ours
