"""``make soak NAME=approvals``: 10,000 random orders of all that may happen to approvals and to who carries them out.

Checked by what the world outside has written down; ``ARGS="--orders 500"`` tries fewer.
"""

import argparse
import sys
import time

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.coding_machine import CodingMachine

_STEPS = 40


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="approvals", description=__doc__)
    parser.add_argument("--orders", type=int, default=10_000)
    orders = parser.parse_args(arguments).orders
    began = time.monotonic()
    run_state_machine_as_test(
        CodingMachine,
        settings=settings(
            max_examples=orders,
            stateful_step_count=_STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(f'{{"orders": {orders}, "seconds": {time.monotonic() - began:.0f}, "broken": 0}}')
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
