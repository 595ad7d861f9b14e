"""``make soak NAME=approvals``: 10,000 random orders of all that may happen to approvals and to who carries them out.

Checked by what the world outside has written down; ``ARGS="--orders 500"`` tries fewer. Every hundred orders it says
how far it is, and at the end what was tried: an order in which nothing is changed outside proves little.
"""

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.coding_machine import CodingMachine

_STEPS: Final = 40
_TOLD_EVERY: Final = 100


@dataclass(slots=True)
class Tally:
    """What the orders so far have come to."""

    orders: int = 0
    began: float = field(default_factory=time.monotonic)
    seen: Counter[str] = field(default_factory=Counter)

    def add(self, machine: CodingMachine) -> None:
        self.orders += 1
        self.seen["approvals asked for"] += len(machine.expires)
        self.seen["approvals given"] += len(machine.granted)
        self.seen["approvals taken back or run out"] += len(machine.voided)
        self.seen["executions cancelled"] += len(machine.cancelled)
        self.seen["changes made outside"] += len(machine.world.outside.log)
        self.seen["orders that changed something outside"] += bool(machine.world.outside.log)

    def seconds(self) -> float:
        return time.monotonic() - self.began

    def progress(self, wanted: int) -> str:
        left = self.seconds() / self.orders * max(wanted - self.orders, 0)
        so_far = f"{self.orders} of {wanted} orders in {self.seconds():.0f} s, none broken"
        return f"{so_far}; about {left / 60:.0f} min left"

    def summary(self) -> str:
        lines = [f"  {count:>9,} {what}" for what, count in self.seen.items()]
        head = f"{self.orders:,} orders of up to {_STEPS} steps in {self.seconds():.0f} s:"
        return "\n".join([head, *lines, "  no change made twice, without a yes, too late, or with its outcome lost"])


def soak(orders: int, tally: Tally) -> None:
    """Raises what was broken, with the shortest order that breaks it."""

    class Counted(CodingMachine):
        def teardown(self) -> None:
            super().teardown()
            tally.add(self)
            if tally.orders % _TOLD_EVERY == 0:
                print(tally.progress(orders), flush=True)

    run_state_machine_as_test(
        Counted,
        settings=settings(
            max_examples=orders,
            stateful_step_count=_STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="approvals", description=__doc__)
    parser.add_argument("--orders", type=int, default=10_000)
    tally = Tally()
    soak(parser.parse_args(arguments).orders, tally)
    print(tally.summary())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
