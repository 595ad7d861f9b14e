"""Pyrra: ``ServiceLevelObjective`` resources (``pyrra.dev/v1alpha1``) of its four kinds of indicators."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from shared.adapters.imports.claims import claimed_once
from shared.adapters.imports.openslo_window import ROLLING_DAYS, seconds_of
from shared.adapters.imports.promql import all_but, over_window
from shared.adapters.imports.reading import Unusable, flag, line_of, made, mapping, slug_from, tags, text, texts
from shared.adapters.imports.strict_yaml import YamlRefused, documents_of
from shared.adapters.imports.targets import percent_of
from shared.domain.slo.values import BurnCondition, CountsIndicator, RollingWindow, SLODefinition
from shared.ports.imports import Document, Draft, Parsed, Setting, Trouble

_VERSION, _KIND = "pyrra.dev/v1alpha1", "ServiceLevelObjective"
_DAY, _MINUTE = 86_400, 60
_LE = re.compile(r"\ble\s*=~?\s*\"")
_LATENCY = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0}
#: Severity, factor, and the parts of the window that the long and the short look-back are.
_CONDITIONS = (
    ("page", 14, 28 * 24, 28 * 24 * 12),
    ("page", 7, 28 * 4, 28 * 24 * 2),
    ("ticket", 2, 28, 28 * 12),
    ("ticket", 1, 7, 28 * 4),
)


def parse(documents: Sequence[Document], setting: Setting) -> Parsed:
    del setting
    drafts: list[Draft] = []
    troubles: list[Trouble] = []
    for document in documents:
        try:
            for each in documents_of(document.text):
                if each is None:
                    continue
                body = mapping(each)
                slug = slug_from(text(mapping(body.get("metadata")).get("name")))
                try:
                    drafts.append(_draft(body, slug, document))
                except Unusable as unusable:
                    troubles.append(unusable.trouble(document.path, line_of(each), slug))
        except YamlRefused as refused:
            troubles.append(Trouble(path=document.path, line=refused.line, code="yaml.refused", why=str(refused)))
    taken, contested = claimed_once(drafts, "pyrra.claimed_twice")
    return Parsed(drafts=taken, troubles=[*troubles, *contested])


def _draft(body: Mapping[str, Any], slug: str, document: Document) -> Draft:
    if (text(body.get("apiVersion")), text(body.get("kind"))) != (_VERSION, _KIND):
        raise Unusable("pyrra.kind", f"it is no {_KIND} of {_VERSION}")
    if not slug:
        raise Unusable("pyrra.name", "it has no name")
    spec, metadata, notes = mapping(body.get("spec")), mapping(body.get("metadata")), list[str]()
    days = _days(spec)
    policy = _policy(spec, days, notes)
    definition = made(
        SLODefinition,
        name=text(metadata.get("name")),
        description=text(spec.get("description")),
        target=percent_of(spec.get("target"), 1, "pyrra.target"),
        window=made(RollingWindow, days=days),
        indicator=_indicator(mapping(spec.get("indicator")), notes),
        burn_policy=policy,
        measured_every_s=min(300, *(each.short_s for each in policy)) // _MINUTE * _MINUTE,
        tags=tags([f"{key}:{text(value)}"[:100] for key, value in mapping(metadata.get("labels")).items()]),
    )
    return Draft(
        aggregate_type="slo",
        slug=slug,
        definition=definition,
        path=document.path,
        line=line_of(body),
        notes=tuple(notes),
        silent=frozenset({"service_id", "owner"}),
    )


def _days(spec: Mapping[str, Any]) -> int:
    window = text(spec.get("window"))
    length = seconds_of(window)
    if length is None or length % _DAY or length // _DAY not in ROLLING_DAYS:
        raise Unusable("pyrra.window", f"{window[:40]!r} is not {', '.join(map(str, ROLLING_DAYS))} days")
    return length // _DAY


def _policy(spec: Mapping[str, Any], days: int, notes: list[str]) -> tuple[BurnCondition, ...]:
    """Pyrra scales its look-backs with the window, to whole minutes."""
    alerting, window_s = mapping(spec.get("alerting")), days * _DAY
    if flag(alerting.get("disabled")):
        notes.append("it alerts nobody in Pyrra; here its usual conditions apply")
    if text(alerting.get("burnRateType")) == "dynamic":
        notes.append("dynamic burn rates follow the traffic; here they are the static ones")
    notes.append("Pyrra's alerts wait half of the short look-back; here a condition alerts at once")
    return tuple(
        made(
            BurnCondition,
            severity=severity,
            rate=rate,
            long_s=_whole_minutes(window_s / long),
            short_s=_whole_minutes(window_s / short),
        )
        for severity, rate, long, short in _CONDITIONS
    )


def _whole_minutes(length_s: float) -> int:
    return max(1, int(length_s / _MINUTE + 0.5)) * _MINUTE


def _indicator(indicator: Mapping[str, Any], notes: list[str]) -> CountsIndicator:
    kind = next((name for name in _INDICATORS if name in indicator), None)
    if kind is None:
        raise Unusable("pyrra.indicator", f"it has none of {', '.join(_INDICATORS)}")
    told = mapping(indicator[kind])
    if grouping := texts(told.get("grouping") or []):
        notes.append(f"grouped by {', '.join(grouping)[:200]} in Pyrra; here it is one objective over all groups")
    good, total = _INDICATORS[kind](told)
    return made(CountsIndicator, good_query=good, total_query=total)


def _ratio(told: Mapping[str, Any]) -> tuple[str, str]:
    bad, total = (over_window(_metric(told, name), "increase") for name in ("errors", "total"))
    return all_but(total, bad), total


def _latency(told: Mapping[str, Any]) -> tuple[str, str]:
    success = _metric(told, "success")
    if not _LE.search(success):
        raise Unusable("pyrra.latency", "latency.success names no bucket by le: it would count every one of them")
    return over_window(success, "increase"), over_window(_metric(told, "total"), "increase")


def _native_latency(told: Mapping[str, Any]) -> tuple[str, str]:
    found = _LATENCY.fullmatch(text(told.get("latency")))
    if found is None:
        raise Unusable("pyrra.latency", f"{text(told.get('latency'))[:40]!r} is no latency, such as 200ms")
    total = over_window(_metric(told, "total"), "increase")
    fraction = f"histogram_fraction(0, {float(found[1]) * _SECONDS[found[2]]:g}, {total})"
    return f"{fraction} * histogram_count({total})", f"histogram_count({total})"


def _bool_gauge(told: Mapping[str, Any]) -> tuple[str, str]:
    metric = text(told.get("metric"))
    if not metric:
        raise Unusable("pyrra.metric", "bool_gauge.metric is missing")
    return over_window(metric, "sum_over_time"), over_window(metric, "count_over_time")


def _metric(told: Mapping[str, Any], name: str) -> str:
    metric = text(mapping(told.get(name)).get("metric"))
    if not metric:
        raise Unusable("pyrra.metric", f"{name}.metric is missing")
    return metric


_INDICATORS: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, str]]] = {
    "ratio": _ratio,
    "latency": _latency,
    "latencyNative": _native_latency,
    "bool_gauge": _bool_gauge,
}
