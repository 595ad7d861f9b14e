"""The command line `sre`."""

import sys

import typer

from cli.start import run


def main() -> None:
    """`sre run` starts as fast as it can: whoever waits for a system that was killed waits for this, too."""
    if sys.argv[1:2] == ["run"]:
        starting = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
        starting.command()(run)
        starting(sys.argv[2:], prog_name="sre run")
    else:
        from cli import commands  # noqa: PLC0415 - takes two seconds of a slow machine

        commands.run()


if __name__ == "__main__":
    main()
