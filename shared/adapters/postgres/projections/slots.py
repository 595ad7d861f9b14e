"""Slots of statements: ``{service_catalog.service}`` stands for a read model's table until the statement is run.

As a rule the slot becomes the serving table of that name; a question about the past puts rows there instead. Which
other read models a folder's statements read is declared in its ``statements.py`` as ``READS_BESIDE``.
"""

import re
from collections.abc import Callable
from functools import lru_cache

_SLOT = re.compile(r"\{(\w+)\.(\w+)\}")
_MOST_STATEMENTS = 500


def slots_of(statement: str) -> frozenset[tuple[str, str]]:
    """(read model, table) of every slot."""
    return frozenset(_SLOT.findall(statement))


def filled(statement: str, table: Callable[[str, str], str]) -> bytes:
    """The statement with what ``table(read model, table)`` says in each slot."""
    return _SLOT.sub(lambda slot: table(slot[1], slot[2]), statement).encode()


@lru_cache(_MOST_STATEMENTS)
def serving(statement: str) -> bytes:
    """The statement over the tables that serve now: a read model's schema bears its name."""
    return filled(statement, lambda model, table: f"{model}.{table}")
