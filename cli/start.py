"""`sre run`."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.options import DEFAULT_DATA_DIR, DataDir


def run(
    data_dir: DataDir = DEFAULT_DATA_DIR,
    port: Annotated[int, typer.Option(envvar="SRE_PORT", min=0, max=65535, help="0 takes any free one.")] = 8080,
    *,
    transport: Annotated[
        str,
        typer.Option(
            help="What carries messages: postgres, pubsub (Google's emulator), sqs (SNS and SQS at AWS_ENDPOINT_URL)."
        ),
    ] = "postgres",
    verbose: Annotated[bool, typer.Option("--verbose", help="Show what the functions log.")] = False,
    demo_cluster: Annotated[
        bool, typer.Option("--demo-cluster", help="With an invented cluster, its Argo CD, repository and metrics.")
    ] = False,
    fault: Annotated[
        str, typer.Option(help="What is broken there: crash-loop, image-pull or out-of-memory.")
    ] = "crash-loop",
    stubborn: Annotated[
        bool, typer.Option("--stubborn", help="What is broken there stays so, whatever is done.")
    ] = False,
) -> None:
    """Start the whole system on this machine and stay; Ctrl-C stops it.

    It prints one line `ready …` when everything answers, and keeps address, key and webhook tokens in
    DATA_DIR/local.json. SRE_DATABASE_URL names another PostgreSQL than the embedded one.

    Example: sre run --port 9000 --data-dir /var/lib/sre
    """
    options = ["--transport", transport, *(["--verbose"] if verbose else [])]
    options += ["--demo-cluster", "--fault", fault, *(["--stubborn"] if stubborn else [])] if demo_cluster else []
    # In place of this process: what stays resident shall not hold the command line's libraries.
    os.execv(sys.executable, supervisor_command(data_dir, port, *options))  # noqa: S606


def supervisor_command(data_dir: Path, port: int, *options: str) -> list[str]:
    """-P: a folder called `local` where the user stands is not ours."""
    told = ["--data-dir", str(data_dir), "--port", str(port), *options]
    return [sys.executable, "-P", "-m", "local.supervisor", *told]
