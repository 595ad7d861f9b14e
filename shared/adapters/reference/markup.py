"""HTML in small: what is not marked up is escaped, so that nothing of a document becomes a tag by accident."""

import json
import re
from collections.abc import Iterable
from html import escape
from typing import Any

_VOID = frozenset({"meta", "link", "br"})
_CODE = re.compile(r"`{1,2}([^`]+)`{1,2}")


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


Part = Html | str | None


def element(tag: str, *parts: Part, **attributes: str | None) -> Html:
    """``class_`` and ``for_`` stand for words that Python keeps; an attribute that is None is left out."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    if tag in _VOID:
        return Html(f"<{tag}{written}>")
    return Html(f"<{tag}{written}>{joined(parts)}</{tag}>")


def joined(parts: Iterable[Part]) -> Html:
    return Html("".join(part if isinstance(part, Html) else escape(part) for part in parts if part is not None))


def link(address: str, *parts: Part, **attributes: str | None) -> Html:
    return element("a", *parts, href=address, **attributes)


def code(text: str) -> Html:
    return element("code", text)


def sentence(text: str) -> Html:
    """A description in one line: what stands in backticks is code."""
    found = _CODE.split(" ".join(text.split()))
    return joined(code(part) if index % 2 else part for index, part in enumerate(found))


def prose(text: str) -> Html:
    """A docstring: paragraphs between empty lines, lists of lines that begin with a dash."""
    return joined(_block(block) for block in re.split(r"\n\s*\n", text.strip()) if block.strip())


def _block(block: str) -> Html:
    lines = block.splitlines()
    if all(line.startswith("- ") for line in lines):
        return element("ul", *(element("li", sentence(line[2:])) for line in lines))
    return element("p", sentence(block))


def sample(text: str, label: str) -> Html:
    """A text to copy; it can be reached and scrolled with the keyboard."""
    return element("pre", code(text), tabindex="0", role="region", aria_label=label)


def json_sample(value: Any, label: str) -> Html:
    return sample(json.dumps(value, indent=2, ensure_ascii=False), label)


def folded(summary: Part, *parts: Part) -> Html:
    return element("details", element("summary", summary), *parts)


def table(head: Iterable[str], rows: Iterable[Iterable[Part]]) -> Html:
    """The first cell of a row names it."""
    titles = [element("th", title, scope="col") for title in head]
    body = []
    for row in rows:
        first, *others = row
        body.append(element("tr", element("th", first, scope="row"), *(element("td", each) for each in others)))
    whole = element("table", element("thead", element("tr", *titles)), element("tbody", *body))
    return element("div", whole, class_="wide")
