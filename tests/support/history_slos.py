"""Objectives for tests of the read side."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from shared.domain.slo.facts import (
    SLIWindowRecorded,
    SLOBudgetExhausted,
    SLOBudgetRecovered,
    SLOCreated,
    SLOUpdated,
)
from shared.domain.slo.values import Budget, CalendarMonth
from shared.kernel.ids import SloId
from shared.kernel.message import Fact
from tests.support.facts import T0, minutes, named
from tests.support.slos import PLAIN, definition

_BUDGET = Budget(good=990, total=1_000, allowed_bad=10.0, consumed=1.0)


def slo_id(slug: str = "checkout") -> SloId:
    return SloId(named(f"slo {slug}"))


def objective(slug: str = "checkout", **more: Any) -> SLOCreated:
    wanted = definition(**more) if more else PLAIN
    return SLOCreated(slo_id=slo_id(slug), slug=slug, revision=1, definition=wanted, created_by="human:ana")


def revised(slug: str = "checkout", *, revision: int = 2, restarted: bool = False, **more: Any) -> SLOUpdated:
    return SLOUpdated(
        slo_id=slo_id(slug),
        revision=revision,
        definition=definition(**more),
        budget_restarted=restarted,
        updated_by="human:ben",
    )


def measured(good: int, total: int, *, start: datetime = T0, length_s: int = 300, **more: Any) -> SLIWindowRecorded:
    said: dict[str, Any] = {
        "slo_id": slo_id(),
        "revision": 1,
        "window_start": start,
        "window_end": start + timedelta(seconds=length_s),
        "good": good,
        "total": total,
        "source": "prometheus",
        "corrected_good": None,
        "corrected_total": None,
        "recorded_at": start + timedelta(seconds=length_s),
        "budget": _BUDGET,
    }
    return SLIWindowRecorded.model_validate(said | more)


def exhausted(at: datetime, **more: Any) -> SLOBudgetExhausted:
    return SLOBudgetExhausted.model_validate({"slo_id": slo_id(), "revision": 1, "at": at, "budget": _BUDGET} | more)


def recovered(at: datetime, **more: Any) -> SLOBudgetRecovered:
    return SLOBudgetRecovered.model_validate({"slo_id": slo_id(), "revision": 1, "at": at, "budget": _BUDGET} | more)


def slos_born() -> Sequence[Fact]:
    return [objective(), objective("mail", window=CalendarMonth(zone="Europe/Berlin"), name="Mail \x00 \\")]


def slo_grows(chance: random.Random, step: int) -> Fact:
    whose: dict[str, Any] = {"slo_id": slo_id(chance.choice(("checkout", "mail")))}
    revision = chance.randint(1, 4)
    choice = chance.randrange(10)
    if choice == 0:
        return exhausted(minutes(step), revision=revision, **whose)
    if choice == 1:
        return recovered(minutes(step), revision=revision, **whose)
    if choice == 2:
        return revised(
            chance.choice(("checkout", "mail")),
            revision=10 + step,
            restarted=chance.random() < 0.5,
            target=chance.choice((95, 99.9)),
        )
    total = chance.randint(0, 1_000)
    corrected = chance.choice((None, 7))
    return measured(
        chance.randint(0, total),
        total,
        start=minutes(5 * chance.randint(0, 6)),
        source=chance.choice(("prometheus", "odd \x00\\")),
        revision=revision,
        corrected_good=corrected,
        corrected_total=corrected,
        **whose,
    )
