"""Parsers by kind; each is loaded when the first file of its kind comes, for they bring libraries of their own."""

from collections.abc import Mapping, Sequence
from importlib import import_module

from shared.ports.imports import Document, ImportKind, Parsed, Parser, Setting

_MODULES: Mapping[ImportKind, str] = {
    ImportKind.BACKSTAGE: "backstage",
    ImportKind.OPENSLO: "openslo",
    ImportKind.SLOTH: "sloth",
    ImportKind.PYRRA: "pyrra",
    ImportKind.RUNBOOKS: "runbooks_md",
    ImportKind.PROMETHEUS_RULES: "prometheus_rules",
    ImportKind.POSTMORTEMS: "postmortems_md",
    ImportKind.ICAL: "icalendar",
    ImportKind.KNOWLEDGE: "knowledge_md",
}


def _parser(kind: ImportKind) -> Parser:
    def parse(documents: Sequence[Document], setting: Setting) -> Parsed:
        parser: Parser = import_module(f"shared.adapters.imports.{_MODULES[kind]}").parse
        return parser(documents, setting)

    return parse


PARSERS: Mapping[ImportKind, Parser] = {kind: _parser(kind) for kind in ImportKind}
