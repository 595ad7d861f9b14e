"""Which read models a statement reads is declared in its folder, and nothing else is read."""

import ast
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
import pytest

from shared.adapters.postgres import projections
from shared.adapters.postgres.projections.slots import serving, slots_of
from shared.projections.projection import Projection
from shared.projections.registry import PROJECTIONS

NAMES = {projection.name for projection in PROJECTIONS}
OUTSIDE_A_SLOT = re.compile(rf"(?<![\w.{{])(?:{'|'.join(sorted(NAMES))})\.\w+")

each_projection = pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda projection: projection.name)


def modules_of(projection: Projection) -> list[Path]:
    return sorted((Path(str(projections.__file__)).parent / projection.name).glob("*.py"))


def texts_of(module: Path) -> list[str]:
    """Every literal, of whole texts and of those with values put in."""
    tree = ast.parse(module.read_text("utf-8"))
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


@each_projection
def test_statements_read_their_own_tables_and_those_of_the_read_models_they_declare(projection: Projection):
    read = {model for module in modules_of(projection) for text in texts_of(module) for model, _table in slots_of(text)}
    declared: Any = import_module(f"{projections.__name__}.{projection.name}.statements").READS_BESIDE
    assert read - {projection.name} == declared


@each_projection
def test_no_table_of_a_read_model_is_named_outside_a_slot(projection: Projection):
    named = {
        found
        for module in modules_of(projection)
        for text in texts_of(module)
        for found in OUTSIDE_A_SLOT.findall(text)
    }
    assert named == set()


@pytest.mark.postgres
def test_every_slot_names_a_table_that_is_there(database_url: str):
    slots = {
        slot
        for projection in PROJECTIONS
        for module in modules_of(projection)
        for text in texts_of(module)
        for slot in slots_of(text)
    }
    with psycopg.connect(database_url) as connection:
        tables = connection.execute(
            "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = ANY (%s) AND c.relkind IN ('r', 'v')",
            (sorted(NAMES),),
        ).fetchall()
    assert slots - set(tables) == set()


def test_a_slot_is_filled_with_the_serving_table_and_nothing_else_changes():
    statement = "SELECT '{}', ARRAY[%(one)s] FROM {service_catalog.service} s WHERE s.name = '{x}'"
    assert serving(statement) == b"SELECT '{}', ARRAY[%(one)s] FROM service_catalog.service s WHERE s.name = '{x}'"
