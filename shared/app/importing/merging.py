"""A definition as a file wants it to be, over the one that stands here."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from shared.kernel.alert_names import alerts_of_matcher
from shared.ports.imports import Draft

_MAX_URLS = 20


def differing_fields(present: BaseModel, wanted: BaseModel) -> tuple[str, ...]:
    """Returns names of fields, apart from the origin, in the order of the definition."""
    names = type(wanted).model_fields
    return tuple(name for name in names if name != "origin" and getattr(present, name) != getattr(wanted, name))


def merged_definition(draft: Draft, present: BaseModel) -> BaseModel:
    """Takes what the file says, and what stands here where the file is silent."""
    kept = {name: getattr(present, name) for name in draft.silent}
    if draft.aggregate_type == "runbook":
        kept |= _kept_of_runbook(draft.definition, present, silent=draft.silent)
    return draft.definition.model_copy(update=kept)


def _kept_of_runbook(wanted: Any, present: Any, *, silent: frozenset[str]) -> dict[str, Any]:
    """Addresses and names of alerts that rule files have attached stay beside those of the file."""
    kept: dict[str, Any] = {"urls": tuple(dict.fromkeys((*wanted.urls, *present.urls)))[:_MAX_URLS]}
    if "trigger_conditions" not in silent and _extends(present.trigger_conditions, wanted.trigger_conditions):
        kept["trigger_conditions"] = present.trigger_conditions
    return kept


def _extends(present: Sequence[str], wanted: Sequence[str]) -> bool:
    """The same conditions, with more names of alerts."""
    (now, others), (then, more) = _split(present), _split(wanted)
    return others == more and bool(then) and now >= then


def _split(conditions: Sequence[str]) -> tuple[frozenset[str], list[str]]:
    names: frozenset[str] = frozenset()
    others: list[str] = []
    for condition in conditions:
        listed = alerts_of_matcher(condition)
        if listed is None or names:
            others.append(condition)
        else:
            names = listed
    return names, others
