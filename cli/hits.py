"""What a search of the knowledge index found: best first, why, and the stretch of text; or that nothing matched."""

from collections.abc import Mapping
from typing import Any

from rich.text import Text

from cli.answering import console

_PARTS = ("words", "names", "meaning", "aligned")


def show_hits(answer: Mapping[str, Any]) -> None:
    if not answer["matched"]:
        console.print(_no_match(answer), markup=False, highlight=False)
    for hit in answer["items"]:
        console.print(_headline(hit), highlight=False)
        console.print(_snippet(hit["snippet"]), highlight=False)
    if answer["degraded"]:
        console.print(f"by words and names only: {answer['degraded']}", markup=False, highlight=False)


def _no_match(answer: Mapping[str, Any]) -> str:
    best = answer["best"]
    if best is None:
        return "no match: nothing here has a word of it, or there is nothing yet (sre knowledge import PATH)"
    hint = "" if answer["items"] else "; --weak shows what came nearest"
    return f"no match: the best scored {best:.2f}, below {answer['threshold']:.2f}{hint}"


def _headline(hit: Mapping[str, Any]) -> Text:
    line = Text(f"{hit['score']:.2f}  ", style="bold")
    line.append(f"{hit['title']}\n", style="bold")
    said = [hit["kind"].replace("_", " "), hit["ref"]]
    said += [f"{name} {hit['parts'][name]:.2f}" for name in _PARTS if hit["parts"].get(name) is not None]
    tried = hit["succeeded"] + hit["failed"]
    if tried:
        said.append(f"worked {hit['succeeded']} of {tried}")
    if hit["said_right"] or hit["said_wrong"]:
        said.append(f"said to be right {hit['said_right']} times, wrong {hit['said_wrong']}")
    return line.append("      " + " · ".join(said), style="dim")


def _snippet(snippet: list[Mapping[str, Any]]) -> Text:
    text = Text()
    for fragment in snippet:
        text.append(" ".join(fragment["text"].split("\n")), style="bold yellow" if fragment["hit"] else "")
    text = Text("      ").append_text(text)
    text.no_wrap, text.overflow = False, "fold"
    return text
