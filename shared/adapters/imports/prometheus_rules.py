"""Prometheus rule files: which alert names which runbook by ``annotations.runbook_url``."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shared.adapters.imports.reading import Unusable, is_url, line_of, mapping, mappings, text
from shared.adapters.imports.strict_yaml import YamlRefused, documents_of
from shared.ports.imports import Attachment, Document, Parsed, Setting, Trouble

_KEYS = ("runbook_url", "runbook")
_LONGEST_NAME = 200


def parse(documents: Sequence[Document], setting: Setting) -> Parsed:
    del setting
    attachments: list[Attachment] = []
    troubles: list[Trouble] = []
    for document in documents:
        try:
            for found in documents_of(document.text):
                for rule in _rules(found):
                    try:
                        attachments.append(_attachment(rule, document))
                    except Unusable as unusable:
                        troubles.append(unusable.trouble(document.path, line_of(rule)))
        except YamlRefused as refused:
            troubles.append(Trouble(path=document.path, line=refused.line, code="yaml.refused", why=str(refused)))
        except Unusable as unusable:
            troubles.append(unusable.trouble(document.path))
    return Parsed(troubles=troubles, attachments=attachments)


def _rules(found: Any) -> Iterator[Mapping[str, Any]]:
    """Gives the alerting rules of a rule file, or of a PrometheusRule of the operator; recording rules are none of
    ours.
    """
    body = mapping(found)
    if text(body.get("kind")) == "PrometheusRule":
        body = mapping(body.get("spec"))
    if not isinstance(body.get("groups"), list):
        raise Unusable("prometheus.no_rules", "no rule file: it has no groups")
    for group in mappings(body.get("groups")):
        yield from (rule for rule in mappings(group.get("rules")) if text(rule.get("alert")))


def _attachment(rule: Mapping[str, Any], document: Document) -> Attachment:
    name, annotations = text(rule.get("alert"))[:_LONGEST_NAME], mapping(rule.get("annotations"))
    url = next((found for key in _KEYS if (found := text(annotations.get(key)))), "")
    if not url:
        raise Unusable("prometheus.no_runbook", f"{name} names no runbook")
    if "{{" in url:
        raise Unusable("prometheus.templated", f"{name}: the address of its runbook depends on the alert")
    if not is_url(url):
        raise Unusable("prometheus.no_address", f"{name}: {url[:100]!r} is no web address")
    return Attachment(alert=name, url=url, path=document.path, line=line_of(rule))
