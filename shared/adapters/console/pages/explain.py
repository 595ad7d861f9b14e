"""Why an alert told somebody, or nobody: the chain from what its source said to who was to be called."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shared.adapters.console.asking import ask
from shared.adapters.console.page import ConsolePage
from shared.adapters.console.pages.shared_content import content_of
from shared.adapters.console.pictures.phase_track import PhaseStop, phase_track
from shared.adapters.console.pictures.picture import Picture
from shared.adapters.console.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class CausalLink:
    """One step of the chain."""

    name: str
    """What it is about, in a word or two."""
    holds: bool
    """Whether the chain goes on from here to a person."""
    text: str
    """What was so, and by which version of what."""
    at: Any = None
    """When. None: it is so now."""
    href: str | None = None
    """Where it can be read. None: nowhere."""


def _show(visit: Visit) -> Mapping[str, Any]:
    as_of = visit.one("as_of")
    alert = visit.ask(ask("GetAlert", visit.ids, as_of=as_of))
    asks = {"on_call": ask("GetOnCallForResource", labels=_labels(alert), at=as_of)}
    belonging = alert.belonging
    if belonging is not None and belonging.incident_id is not None:
        asks["incident"] = ask("GetIncident", {"incident_id": belonging.incident_id})
    if belonging is not None and belonging.rule is not None:
        asks["rule"] = ask("GetCorrelationRule", {"rule_id": belonging.rule.rule_id})
    parts = visit.gather(**asks)
    chain = tuple(_chain(alert, parts))
    return {
        "alert": alert,
        "chain": chain,
        "parts": parts,
        "picture": _track(chain),
        "rule": content_of(parts, "rule"),
        "on_call": content_of(parts, "on_call"),
        "as_of": as_of,
        "answer": _answer(alert, chain),
    }


def _labels(alert: Any) -> list[str]:
    return [f"{name}={value}" for name, value in sorted(alert.labels.items())][:100]


def _chain(alert: Any, parts: Mapping[str, Any]) -> Iterator[CausalLink]:
    yield CausalLink(
        name="Told",
        holds=True,
        text=f"{alert.source_name} told of it, for the {_ordinal(alert.episode)} time.",
        at=alert.starts_at,
        href=f"/alerts/{alert.alert_id}",
    )
    firing = alert.status.value == "firing"
    believed = "It fires." if firing else f"It is {alert.status.value}, so nobody is told of it now."
    if alert.ignored_sightings:
        believed += f" {alert.ignored_sightings} sightings were not believed."
    yield CausalLink(name="Believed", holds=firing, text=believed, at=alert.ends_at or alert.starts_at)
    yield _suppression(alert)
    yield _incident(alert, content_of(parts, "incident"))
    yield _person(content_of(parts, "on_call"))


def _suppression(alert: Any) -> CausalLink:
    if alert.suppressed_by is None:
        return CausalLink(name="Silences", holds=True, text="Of the past it is not known which silences were active.")
    if not alert.suppressed_by:
        return CausalLink(name="Silences", holds=True, text="No silence and no maintenance that is active matches it.")
    first = alert.suppressed_by[0]
    said = f"The {first.kind} of {first.created_by.partition(':')[2]} matches it: {first.reason[:300]}"
    return CausalLink(name="Silences", holds=False, text=said, href=f"/silences/{first.silence_id}")


def _incident(alert: Any, incident: Any) -> CausalLink:
    belonging = alert.belonging
    if belonging is None:
        return CausalLink(name="Incident", holds=False, text="Of the past it is not known which rule took it.")
    rule = belonging.rule
    by = f" Rule {rule.name or 'that is gone'}, version {rule.rule_version}." if rule is not None else ""
    held = belonging.incident_id is not None
    number = f"INC-{incident.number}: " if incident is not None else ""
    href = f"/incidents/{belonging.incident_id}" if held else None
    at = incident.declared_at if incident is not None else None
    return CausalLink(name="Incident", holds=held, text=f"{number}{belonging.text}{by}", at=at, href=href)


def _person(on_call: Any) -> CausalLink:
    if on_call is None:
        return CausalLink(name="Person", holds=False, text="It could not be read who is on call.")
    person = getattr(on_call, "person", None)
    trail = " ".join(step.text for step in on_call.trail)
    return CausalLink(name="Person", holds=person is not None, text=trail or "Nobody is named.")


def _track(chain: tuple[CausalLink, ...]) -> Picture:
    stops, broken = [], False
    for link in chain:
        standing = "ahead" if broken else "done" if link.holds else "failed"
        stops.append(PhaseStop(name=link.name, standing=standing, detail="" if link.holds else "ends here"))  # type: ignore[arg-type]
        broken = broken or not link.holds
    return phase_track("From the alert to a person", stops)


def _answer(alert: Any, chain: tuple[CausalLink, ...]) -> str:
    end = next((link for link in chain if not link.holds), None)
    if end is None:
        return f"{alert.name[:120]} reaches a person: every step from its source to who is on call holds."
    return f"{alert.name[:120]} reaches nobody by itself; it ends at “{end.name.lower()}”. {end.text[:200]}"


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in (11, 12, 13) else endings.get(number % 10, 'th')}"


EXPLAIN = ConsolePage(
    name="explain", path="/explain/<uuid:alert_id>", template="explain.html", needs="GetAlert", show=_show
)
