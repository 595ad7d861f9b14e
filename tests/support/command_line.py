"""Does the command line have a command that a text names?"""

import shlex
from functools import cache
from typing import Any

import typer

from cli.commands import app, attach_operations


@cache
def root() -> Any:
    attach_operations()
    return typer.main.get_command(app)


def is_command(line: str) -> bool:
    """``line`` is what follows ``sre``. Groups are followed by name; every option is one that the command has."""
    try:
        words = shlex.split(line.split(" | ", maxsplit=1)[0], comments=True)
    except ValueError:
        words = line.split()
    command: Any = root()
    while hasattr(command, "commands"):
        if not words or _stands_for_any(words[0]):
            return True
        if words[0].startswith("-"):
            return words[0] == "--help"
        if words[0] not in command.commands:
            return False
        command, words = command.commands[words[0]], words[1:]
    options = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    return all(word.split("=")[0] in options for word in words if word.startswith("-") and word != "-")


def _stands_for_any(word: str) -> bool:
    """``KIND``, ``<service>``, ``…``."""
    return word.isupper() or word[0] in "<…"
