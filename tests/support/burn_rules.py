"""Rules for Prometheus that say the same as burn conditions: in plain words, and in the forms of Sloth and of Pyrra.

The forms are those of the rules that both publish for their own examples (slok/sloth, in its integration tests;
pyrra-dev/pyrra, `slo/rules_test.go`; both Apache-2.0), written here for counters of our own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from shared.domain.slo.burning import span_of
from shared.domain.slo.judging import IDLE, BurnPhase, Sums, judge, look_at
from shared.domain.slo.values import Alerting, BurnCondition
from shared.domain.slo.windows import PARTS, seconds
from tests.support.facts import T0, minutes

Rule = dict[str, Any]
#: Bad events and all events of one window.
Counts = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A condition with how long it has to hold, and the name of the alert that speaks of it."""

    alert: str
    condition: BurnCondition
    hold_s: int = 0


def pair(alert: str, long_s: int, short_s: int, rate: float, hold_s: int = 0) -> Pair:
    return Pair(alert=alert, condition=BurnCondition(long_s=long_s, short_s=short_s, rate=rate), hold_s=hold_s)


_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
#: The usual ones over thirty days; Sloth joins two to an alert.
PAGES = (pair("page", _HOUR, 5 * _MINUTE, 14.4), pair("page", 6 * _HOUR, 30 * _MINUTE, 6))
TICKETS = (pair("ticket", _DAY, 2 * _HOUR, 3), pair("ticket", 3 * _DAY, 6 * _HOUR, 1))
#: As Pyrra has them over four weeks, each with a time for which it has to hold.
FAST = (pair("critical 1h", _HOUR, 5 * _MINUTE, 14, 2 * _MINUTE), pair("critical 6h", 6 * _HOUR, 30 * _MINUTE, 7, 900))
SLOW = (pair("warning 1d", _DAY, 2 * _HOUR, 2, _HOUR), pair("warning 4d", 4 * _DAY, 6 * _HOUR, 1, 3 * _HOUR))


def plain_rules(pairs: Sequence[Pair], allowed: str) -> list[Rule]:
    """One alert for each pair, named by its look-backs."""
    return [
        {
            "alert": f"{each.alert} plain {span_of(each.condition.long_s)}",
            "expr": " and ".join(
                f"sum(increase(bad[{span_of(span)}])) / sum(increase(total[{span_of(span)}]))"
                f" > ({each.condition.rate:g} * {allowed})"
                for span in (each.condition.long_s, each.condition.short_s)
            ),
            **({"for": f"{each.hold_s}s"} if each.hold_s else {}),
        }
        for each in pairs
    ]


def sloth_rules(pairs: Sequence[Pair], allowed: str) -> list[Rule]:
    """The error ratio of each look-back is recorded; an alert joins two pairs by ``or``."""
    records = [
        {
            "record": f"slo:sli_error:ratio_rate{span_of(span)}",
            "expr": f"(sum(rate(bad[{span_of(span)}])))\n/\n(sum(rate(total[{span_of(span)}])))",
            "labels": {"sloth_id": "shop-checkout", "sloth_window": span_of(span)},
        }
        for span in _spans(pairs)
    ]
    return [*records, *(_sloth_alert(name, allowed, [p for p in pairs if p.alert == name]) for name in _alerts(pairs))]


def pyrra_rules(pairs: Sequence[Pair], allowed: str) -> list[Rule]:
    """The error ratio of each look-back is recorded; an alert for each pair has to hold for a while."""
    records = [
        {
            "record": f"requests:burnrate{span_of(span)}",
            "expr": f"sum(rate(bad[{span_of(span)}])) / sum(rate(total[{span_of(span)}]))",
            "labels": {"slo": "checkout"},
        }
        for span in _spans(pairs)
    ]
    alerts = [
        {
            "alert": each.alert,
            "for": f"{each.hold_s}s",
            "expr": " and ".join(
                f'requests:burnrate{span_of(span)}{{slo="checkout"}} > ({each.condition.rate:g} * {allowed})'
                for span in (each.condition.short_s, each.condition.long_s)
            ),
        }
        for each in pairs
    ]
    return [*records, *alerts]


def decisions(
    pairs: Sequence[Pair], target: float, counts: Sequence[Counts], step_s: int
) -> Iterator[list[bool | None]]:
    """Which pairs fire, tick by tick, by our own rules; the first tick is the end of the first window.

    None: its look-backs, or the time for which it has to hold, reach before the beginning; from then on both sides have
    seen the same.
    """
    begin, allowed = seconds(T0), PARTS - round(target * 10**6)
    running = list(accumulate(counts, lambda sums, more: _added(sums, more, allowed), initial=Sums()))

    def told(since: int, until: int) -> Sums:
        early, late = running[max(0, (since - begin) // step_s)], running[(until - begin) // step_s]
        return Sums(*(after - before for after, before in zip(late, early, strict=True)))

    standings = [IDLE] * len(pairs)
    for tick in range(1, len(counts) + 1):
        at = minutes(tick * step_s / 60)
        for number, each in enumerate(pairs):
            look = look_at(each.condition, at, T0, told)
            standings[number] = judge(standings[number], each.condition, Alerting(hold_s=each.hold_s), look, at)
        yield [
            standing.phase is BurnPhase.FIRING if tick * step_s >= each.condition.long_s + each.hold_s else None
            for each, standing in zip(pairs, standings, strict=True)
        ]


def as_counters(counts: Sequence[Counts]) -> list[dict[str, str]]:
    """Two counters that are read at the end of each window, as promtool takes them."""
    bad, total = (list(accumulate((each[n] for each in counts), initial=0)) for n in (0, 1))
    return [{"series": name, "values": " ".join(map(str, values))} for name, values in (("bad", bad), ("total", total))]


def _added(sums: Sums, more: Counts, allowed: int) -> Sums:
    bad, total = more
    return Sums(sums.bad + bad, sums.total + total, sums.allowed + total * allowed)


def _sloth_alert(name: str, allowed: str, pairs: Sequence[Pair]) -> Rule:
    return {
        "alert": name,
        "expr": "\nor ignoring (sloth_window)\n".join(
            "("
            + "\nand ignoring (sloth_window)\n".join(
                f'(slo:sli_error:ratio_rate{span_of(span)}{{sloth_id="shop-checkout"}}'
                f" > ({each.condition.rate:g} * {allowed}))"
                for span in (each.condition.short_s, each.condition.long_s)
            )
            + ")"
            for each in pairs
        ),
    }


def _alerts(pairs: Sequence[Pair]) -> list[str]:
    return list(dict.fromkeys(each.alert for each in pairs))


def _spans(pairs: Sequence[Pair]) -> list[int]:
    return sorted({span for each in pairs for span in (each.condition.long_s, each.condition.short_s)})
