"""What `sre run` hands to its supervisor."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from local.demo_targets import FAULTS

#: What may carry the messages here: the database, Google's emulator, or SNS and SQS at ``AWS_ENDPOINT_URL``.
TRANSPORTS = ("postgres", "pubsub", "sqs")


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Of the process when none are given."""
    parser = argparse.ArgumentParser(prog="sre run")
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--transport", choices=TRANSPORTS, default=TRANSPORTS[0])
    parser.add_argument("--demo-cluster", action="store_true")
    parser.add_argument("--fault", choices=FAULTS, default=FAULTS[0])
    parser.add_argument("--stubborn", action="store_true")
    return parser.parse_args(arguments)
