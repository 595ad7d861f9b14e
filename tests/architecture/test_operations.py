"""Operations are found by their noun, say what their fields mean, and know nothing of how an aggregate decides."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

OPERATIONS = Path(__file__).parents[2] / "shared" / "app" / "operations"
FILES = sorted(OPERATIONS.rglob("*.py"))
NOUNS = sorted(path for path in OPERATIONS.iterdir() if path.is_dir() and path.name != "__pycache__")


def named(path: Path) -> str:
    return str(path.relative_to(OPERATIONS))


def undescribed(tree: ast.Module) -> Iterator[str]:
    """Fields of request models and views that have no docstring below them."""
    for each in ast.walk(tree):
        if not isinstance(each, ast.ClassDef) or each.decorator_list:
            continue
        for field, below in zip(each.body, [*each.body[1:], None], strict=True):
            described = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
            if isinstance(field, ast.AnnAssign) and not described:
                yield f"{each.name}.{ast.unparse(field.target)}"


@pytest.mark.parametrize("noun", NOUNS, ids=lambda path: path.name)
def test_each_noun_has_its_operations_where_others_have_them(noun: Path):
    files = {path.stem for path in noun.glob("*.py")}
    assert files & {"commands", "queries", "procedures"}
    assert not {name for name in files if name.endswith("_rows")}


@pytest.mark.parametrize("path", FILES, ids=named)
def test_each_field_of_a_request_and_an_answer_says_what_it_means(path: Path):
    assert list(undescribed(ast.parse(path.read_text("utf-8")))) == []


def test_a_field_without_a_docstring_is_found():
    tree = ast.parse('class A(View):\n    one: int\n    """It is described."""\n    two: int\n')
    assert list(undescribed(tree)) == ["A.two"]


@pytest.mark.parametrize("path", FILES, ids=named)
def test_no_operation_reaches_into_what_an_aggregate_keeps_to_itself(path: Path):
    imported = {
        each.module
        for each in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(each, ast.ImportFrom) and each.module is not None
    }
    private = {module for module in imported if module.startswith("shared.domain.")}
    assert {module for module in private if module.split(".")[-1] in {"state", "decide", "evolve"}} == set()
