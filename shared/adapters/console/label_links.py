"""Labels of alerts as links: to what has the label, and to what has it not."""

from functools import lru_cache
from urllib.parse import quote

from markupsafe import Markup

from shared.adapters.console.shown_text import clip

_LONGEST_NAME, _LONGEST_VALUE = 40, 60
_LINKS = Markup(
    '<span class="label"><a href="{here}label={pair}" title="Only alerts with this label">'
    '<bdi>{name}=<b>{value}</b></bdi></a><a class="not" href="{here}without={pair}" '
    'title="Leave out alerts with this label" aria-label="Leave out {name} {value}">≠</a></span>'
)


@lru_cache(maxsize=2_048)
def label_link(here: str, name: str, value: str) -> Markup:
    """Makes both links. ``here`` is the address of the list, up to where a further parameter begins.

    A page says the same few labels again and again.
    """
    pair = quote(f"{name}={value}")
    return _LINKS.format(here=here, pair=pair, name=clip(name, _LONGEST_NAME), value=clip(value, _LONGEST_VALUE))
