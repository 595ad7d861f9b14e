"""Alert conditions of OpenSLO know one look-back each: two of one severity and threshold are a long and a short."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from shared.adapters.imports.openslo_window import seconds_of
from shared.adapters.imports.reading import Unusable, made, mapping, number, text
from shared.domain.slo.values import BurnCondition

SpecNamed = Callable[[str, str], Mapping[str, Any]]
_PAGES = frozenset({"page", "critical", "high", "p1", "p2", "sev1", "sev2"})
_PAIR = 2


def burn_policy(spec: Mapping[str, Any], spec_named: SpecNamed, notes: list[str]) -> tuple[BurnCondition, ...]:
    """Empty: the usual conditions apply; a note says why."""
    look_backs: dict[tuple[str, float], set[int]] = {}
    for condition in _conditions(spec, spec_named, notes):
        burn = mapping(condition.get("condition"))
        rate, look_back = number(burn.get("threshold")), seconds_of(burn.get("lookbackWindow"))
        if text(burn.get("kind")).lower() != "burnrate" or rate is None or look_back is None:
            notes.append("an alert condition that is no burn rate with threshold and lookbackWindow was left out")
            continue
        severity = "page" if text(condition.get("severity")).lower() in _PAGES else "ticket"
        look_backs.setdefault((severity, rate), set()).add(look_back)
    found: list[BurnCondition] = []
    for (severity, rate), pair in look_backs.items():
        if len(pair) == _PAIR:
            short, long = sorted(pair)
            found.append(made(BurnCondition, severity=severity, rate=rate, long_s=long, short_s=short))
        else:
            notes.append(f"conditions at {rate:g} are {len(pair)} and not a long and a short look-back: left out")
    if look_backs and not found:
        notes.append("no alert conditions could be paired: the usual ones apply")
    return tuple(found)


def _conditions(spec: Mapping[str, Any], spec_named: SpecNamed, notes: list[str]) -> Iterator[Mapping[str, Any]]:
    for policy in _each(spec.get("alertPolicies")):
        try:
            policy_spec = _spec_of(policy, "AlertPolicy", "alertPolicyRef", spec_named)
            for condition in _each(policy_spec.get("conditions")):
                yield _spec_of(condition, "AlertCondition", "conditionRef", spec_named)
        except Unusable as missing:
            notes.append(f"{missing}: its conditions were left out")


def _spec_of(value: Any, kind: str, key: str, spec_named: SpecNamed) -> Mapping[str, Any]:
    """By name, by reference, or written out."""
    name = text(value) or text(mapping(value).get(key))
    return spec_named(kind, name) if name else mapping(mapping(value).get("spec"))


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
