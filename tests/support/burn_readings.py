"""What an evaluation reads of an objective of 99.9 % over thirty days, for tests of what comes of it."""

from typing import Any

from shared.domain.slo.burning import burn_conditions
from shared.domain.slo.judging import BurnLook, Sums
from shared.domain.slo.values import RollingWindow
from shared.kernel.ids import SloId
from shared.processes.slo_burn.reading import BurnReading, ConditionLook
from shared.processes.slo_burn.state import burn_workflow_id
from tests.support.facts import minutes, named
from tests.support.slos import definition

ID = SloId(named("slo checkout"))
WATCH = burn_workflow_id(ID)
MONTH = definition(target=99.9, window=RollingWindow(days=30), name="Checkout answers")
ALLOWED = 100_000


def burn_sums(bad: int, total: int = 1_000) -> Sums:
    return Sums(bad, total, total * ALLOWED)


FAST, SIX, SLOW, NONE = burn_sums(20), burn_sums(7), burn_sums(2), burn_sums(0)
#: What the long and the short look-backs of the four usual conditions hold, fastest condition first.
ALL, QUIET = (FAST,) * 4, (NONE,) * 4


def burn_reading(version: int, held: tuple[Sums, ...] = QUIET, *, consumed: float = 0.2, **more: Any) -> BurnReading:
    wanted = more.pop("definition", MONTH)
    looks = [ConditionLook(each, BurnLook(one, one)) for each, one in zip(burn_conditions(wanted), held, strict=False)]
    said: dict[str, Any] = {
        "slo_id": ID,
        "version": version,
        "slug": "checkout",
        "revision": 1,
        "definition": wanted,
        "service": "shop",
        "at": minutes(5 * version),
        "is_fresh": True,
        "looks": tuple(looks),
        "budget": Sums(int(consumed * 1_000), 1_000_000, 1_000_000 * ALLOWED),
    }
    return BurnReading(**said | more)
