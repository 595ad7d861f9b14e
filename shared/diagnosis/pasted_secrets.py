"""Kubernetes Secrets in text, YAML or JSON: what they hold has no form of its own, its place alone tells it. Pure."""

import re
from collections.abc import Iterator

_IN_YAML = re.compile(r"^\s*(?:- )?kind:\s*[\"']?Secret[\"']?\s*$")
_BLOCK = re.compile(r"^([ ]*)(?:- )?(?:data|stringData):\s*$")
_ENTRY = re.compile(r"^([ ]+[^\s:#][^:\n]*:)[ \t]+\S.*$")
_IN_JSON = re.compile(r"\\{0,8}\"kind\\{0,8}\"\s*:\s*\\{0,8}\"Secret\\{0,8}\"")
_OBJECT = re.compile(r"(\\{0,8}\"(?:data|stringData)\\{0,8}\"\s*:\s*\{)([^{}]*)(?=\})")
_VALUE = re.compile(r"(:\s*)(\\{0,8}\")[^\"\\]*(?:\\n[^\"\\]*)*(\\{0,8}\")")


def hide_held(text: str, place: str) -> str:
    """Gives the text with ``place`` for every value that a Secret in it holds; keys stay."""
    if "Secret" not in text:
        return text
    if _IN_JSON.search(text):
        text = _OBJECT.sub(lambda found: found[1] + _VALUE.sub(rf"\1\2{place}\3", found[2]), text)
    return "".join(_documents(text, place)) if "kind:" in text else text


def _documents(text: str, place: str) -> Iterator[str]:
    """Hides in every document that holds a Secret whatever stands in a block of data."""
    document: list[str] = []
    for line in text.splitlines(keepends=True):
        if line.startswith("---"):
            yield from _document(document, place)
            document = []
        document.append(line)
    yield from _document(document, place)


def _document(lines: list[str], place: str) -> Iterator[str]:
    if not any(_IN_YAML.match(line) for line in lines):
        yield from lines
        return
    inside: int | None = None
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        if inside is not None and line.strip() and indent <= inside:
            inside = None
        if inside is not None and line.strip():
            yield _hidden(line, place)
            continue
        if block := _BLOCK.match(line):
            inside = len(block[1])
        yield line


def _hidden(line: str, place: str) -> str:
    """An entry keeps its key; of a text in several lines each is hidden."""
    bare = line.rstrip("\n")
    if entry := _ENTRY.match(bare):
        return f"{entry[1]} {place}{line[len(bare) :]}"
    if bare.rstrip().endswith(":"):
        return line
    return f"{bare[: len(bare) - len(bare.lstrip(' '))]}{place}{line[len(bare) :]}"
