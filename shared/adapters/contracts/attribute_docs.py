"""Attribute docstrings, read from the source: Python forgets a string that stands below a field.

Only who writes the documents down reads sources; a process that serves them imports nothing of this.
"""

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType


@cache
def attribute_docs(cls: type) -> Mapping[str, str]:
    """Attribute → its docstring on one line; inherited ones too, those of a class that this one is derived from too.

    A class that was made at run time from another one names it in ``derived_from``.
    """
    origin = getattr(cls, "derived_from", None)
    found = dict(attribute_docs(origin)) if isinstance(origin, type) else {}
    for base in reversed(cls.__mro__):
        module = sys.modules.get(base.__module__)
        if module is not None and base.__module__ != "builtins":
            found |= _documented(module).get(base.__qualname__, {})
    return found


@cache
def _documented(module: ModuleType) -> Mapping[str, Mapping[str, str]]:
    """Class → attribute → docstring; nothing of a module that has no source."""
    try:
        source = inspect.getsource(module)
    except (OSError, TypeError):
        return {}
    return {node.name: dict(_of_class(node)) for node in ast.parse(source).body if isinstance(node, ast.ClassDef)}


def _of_class(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, text in zip(node.body, node.body[1:], strict=False):
        name = _name(field)
        if name is not None and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            value = text.value.value
            if isinstance(value, str):
                yield name, " ".join(value.split())


def _name(statement: ast.stmt) -> str | None:
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return statement.target.id
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id
    return None
