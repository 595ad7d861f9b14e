"""Sloth: its own specification (``prometheus/v1``) and its Kubernetes resource, ``PrometheusServiceLevel``."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shared.adapters.imports.claims import claimed_once
from shared.adapters.imports.openslo_window import seconds_of
from shared.adapters.imports.promql import all_but, counting, whole_buckets
from shared.adapters.imports.reading import Unusable, flag, line_of, made, mapping, mappings, slug_from, tags, text
from shared.adapters.imports.strict_yaml import YamlRefused, documents_of
from shared.adapters.imports.targets import percent_of
from shared.domain.slo.burning import burn_conditions
from shared.domain.slo.values import Alerting, BurnCondition, CountsIndicator, RatioIndicator, SLODefinition
from shared.kernel.ids import service_id_for
from shared.ports.imports import Document, Draft, Parsed, Setting, Trouble

_WINDOW = re.compile(r"\{\{\s*\.window\s*\}\}")
#: MetricsQL: ``vector(1)[5m]``; a subquery has a colon.
_RANGE_OF_EXPRESSION = re.compile(r"\)\s*\[[^\]:]*\]")
_RESOURCE = "sloth.slok.dev/v1"


def parse(documents: Sequence[Document], setting: Setting) -> Parsed:
    drafts: list[Draft] = []
    troubles: list[Trouble] = []
    for document in documents:
        try:
            for each in documents_of(document.text):
                if each is not None:
                    _read(each, document, setting, drafts, troubles)
        except YamlRefused as refused:
            troubles.append(Trouble(path=document.path, line=refused.line, code="yaml.refused", why=str(refused)))
    taken, contested = claimed_once(drafts, "sloth.claimed_twice")
    return Parsed(drafts=taken, troubles=[*troubles, *contested])


def _read(each: Any, document: Document, setting: Setting, drafts: list[Draft], troubles: list[Trouble]) -> None:
    """One objective that cannot be used costs itself only."""
    try:
        spec = _specification(mapping(each))
    except Unusable as unusable:
        troubles.append(unusable.trouble(document.path, line_of(each)))
        return
    for objective in mappings(spec.get("slos")):
        slug = slug_from(f"{text(spec.get('service'))}-{text(objective.get('name'))}")
        try:
            drafts.append(_draft(spec, objective, slug, document, setting))
        except Unusable as unusable:
            troubles.append(unusable.trouble(document.path, line_of(objective), slug))


def _specification(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Gives the service with its objectives, from either form."""
    if text(body.get("version")) == "prometheus/v1":
        return body
    if text(body.get("apiVersion")) == _RESOURCE and text(body.get("kind")) == "PrometheusServiceLevel":
        return mapping(body.get("spec"))
    found = text(body.get("version")) or text(body.get("apiVersion")) or "nothing"
    raise Unusable("sloth.version", f"it is neither prometheus/v1 nor a PrometheusServiceLevel, but {found[:60]!r}")


def _draft(
    spec: Mapping[str, Any], objective: Mapping[str, Any], slug: str, document: Document, setting: Setting
) -> Draft:
    service, notes = text(spec.get("service")), list[str]()
    labels = {**mapping(spec.get("labels")), **mapping(objective.get("labels"))}
    service_id = service_id_for(setting.tenant_id, slug_from(service)) if service else None
    plain = made(
        SLODefinition,
        name=f"{service}: {text(objective.get('name'))}",
        description=text(objective.get("description")),
        service_id=service_id,
        target=percent_of(objective.get("objective"), 1, "sloth.objective"),
        indicator=_indicator(mapping(objective.get("sli")), notes),
        owner=text(labels.get("owner")),
        tags=tags([f"{key}:{text(value)}"[:100] for key, value in labels.items() if text(value)]),
    )
    policy, alerting = _alerting(mapping(objective.get("alerting")), plain, notes)
    if spec.get("slo_plugins") or spec.get("sloPlugins") or objective.get("plugins"):
        notes.append("plugins that change Sloth's rules are left out")
    return Draft(
        aggregate_type="slo",
        slug=slug,
        definition=plain.model_copy(update={"burn_policy": policy, "alerting": alerting}),
        path=document.path,
        line=line_of(objective),
        notes=tuple(notes),
        names={} if service_id is None else {service_id: slug_from(service)},
        silent=frozenset() if service else frozenset({"service_id"}),
    )


def _indicator(sli: Mapping[str, Any], notes: list[str]) -> CountsIndicator | RatioIndicator:
    events, raw = mapping(sli.get("events")), mapping(sli.get("raw"))
    if events:
        bad, total = _query(events, "error_query", "errorQuery"), _query(events, "total_query", "totalQuery")
        if counting(total) != whole_buckets(total):
            notes.append("rate is read as increase: events are counted")
        return made(CountsIndicator, good_query=all_but(counting(total), counting(bad)), total_query=counting(total))
    if raw:
        query = whole_buckets(_query(raw, "error_ratio_query", "errorRatioQuery"))
        return made(RatioIndicator, ratio_query=f"1 - ({query})")
    if sli.get("plugin"):
        raise Unusable("sloth.plugin", "its indicator is made by a plugin, a program; write out its queries")
    raise Unusable("sloth.sli", "it has neither sli.events nor sli.raw")


def _query(place: Mapping[str, Any], *names: str) -> str:
    query = next((found for name in names if (found := text(place.get(name)))), "")
    if not query:
        raise Unusable("sloth.query", f"{names[0]} is missing")
    if not _WINDOW.search(query):
        raise Unusable("sloth.query", f"{names[0]} does not say {{{{.window}}}}: it would count the same time always")
    if _RANGE_OF_EXPRESSION.search(query):
        raise Unusable("sloth.query", f"{names[0]} takes a range of an expression, which is no PromQL")
    return _WINDOW.sub("$window", query)


def _alerting(
    alerting: Mapping[str, Any], definition: SLODefinition, notes: list[str]
) -> tuple[tuple[BurnCondition, ...], Alerting]:
    """Sloth's page and ticket alerts are the usual conditions; one that is disabled leaves the others."""
    severities = {"page": ("page_alert", "pageAlert"), "ticket": ("ticket_alert", "ticketAlert")}
    said = {name: _first(alerting, keys) for name, keys in severities.items()}
    wanted = [name for name, alert in said.items() if not flag(alert.get("disable"))]
    if not wanted:
        notes.append("it alerts nobody in Sloth; here the usual conditions apply")
        return (), Alerting()
    holds = {seconds_of(said[name].get("for")) or 0 for name in wanted}
    if len(holds) > 1:
        notes.append(f"its alerts hold for different times; here they hold for the shortest, {min(holds)} seconds")
    policy = tuple(each for each in burn_conditions(definition) if each.severity in wanted)
    return (policy if len(wanted) < len(said) else ()), Alerting(hold_s=min(holds))


def _first(place: Mapping[str, Any], names: Sequence[str]) -> Mapping[str, Any]:
    found: Iterator[Mapping[str, Any]] = (mapping(place[name]) for name in names if name in place)
    return next(found, {})
